# Für die Admins des Bots

admin-stats-day = Letzte 24 Stunden: { $people } Personen, { $jobs } Bilder (gemalt { $painted }, gescheitert { $failed }, abgebrochen { $cancelled })
admin-stats-means = Im Mittel: { $painting } gemalt, vorher { $wait } gewartet
admin-stats-now = Jetzt: { $running } in Arbeit, { $waiting } wartend
admin-queue-running = ▶ { $job } · Nutzer { $user } · { $iteration }/{ $iterations } · { $recipe }
admin-queue-waiting = { $place }. { $job } · Nutzer { $user } · { $recipe }
admin-queue-more = … und { $count } weitere
admin-queue-empty = Nichts läuft oder wartet.
admin-no-job = Kein einzelner laufender oder wartender Auftrag beginnt mit „{ $job }“. Die Namen stehen unter /queue
admin-killed = { $job } wird abgebrochen, und der Besitzer erfährt es.
admin-not-told = Der Besitzer war nicht zu erreichen.
admin-banned = { $user } ist gesperrt. { $count ->
    [one] Ein Bild von dort ist abgebrochen.
   *[other] { $count } Bilder von dort sind abgebrochen.
} Zurück geht es mit /unban
admin-unbanned = { $user } darf mich wieder benutzen.
admin-not-banned = { $user } war nicht gesperrt.
admin-quota = Nutzer { $user } hat { NUMBER($quota, maximumFractionDigits: 1) } Punkte am Tag. Ein Punkt malt 512 px mit 300 Iterationen.
admin-backup = Sicherung { $name }: die Datenbank und { $count ->
    [one] ein Bild
   *[other] { $count } Bilder
}, { NUMBER($size, maximumFractionDigits: 1) } MB. Sie liegt bei den Daten im Ordner „backups“; verwahre sie so sicher wie diese.
admin-backup-damaged = { $count ->
    [one] Ein Bild, das in der Datenbank steht, fehlt oder ist
   *[other] { $count } Bilder, die in der Datenbank stehen, fehlen oder sind
} beschädigt; „python -m bot verify“ zählt alles auf.
admin-backup-failed = Die Sicherung ist nicht gelungen. Warum, steht im Log.
admin-usage-kill = Sag, welchen Auftrag: mindestens vier Zeichen seines Namens. Beispiel: /kill 1a2b
admin-usage-ban = Sag, wen, mit der Nummer: einen Nutzer, oder einen Chat mit seinem Minus (Admins lassen sich nicht sperren, und auch nicht die Nummern, die Telegram allen anonymen Admins, Kanälen und Weiterleitungen gibt). Beispiel: /ban 1234567
admin-usage-unban = Sag, wen, mit der Nummer: einen Nutzer, oder einen Chat mit seinem Minus. Beispiel: /unban 1234567
admin-usage-quota = Sag, welchen Nutzer, und wie viele Punkte am Tag oder „default“. Beispiel: /quota 1234567 100
admin-started = Ich laufe jetzt. Bilder, die weitergehen: { $jobs }.
admin-crashed = Nach einem Absturz laufe ich wieder; gestartet war ich vor { $time }. Bilder, die weitergehen: { $jobs }.
admin-disk-full = Die Festplatte ist fast voll: { $megabytes } MB sind noch frei. Ich nehme keine neuen Bilder an; was in Arbeit ist, geht weiter.
admin-disk-room = Auf der Festplatte ist wieder Platz: Ich nehme Bilder an wie sonst auch.
mode-open = Ich nehme Bilder an und male sie wie gewohnt.
mode-paused = Angehalten: Ich nehme Bilder an, fange aber keines an, und wer wartet, erfährt es. Weiter geht es mit /resume
mode-draining = Auslaufend: Ich male die laufenden Bilder fertig, fange keines an und nehme keines an. Zurück zum Üblichen geht es mit /resume
killed-by-operator = Mein Betreiber hat dieses Bild abgebrochen.
command-stats = Zahlen des letzten Tages
command-queue = Alle Bilder in Arbeit
command-kill = Ein Bild abbrechen
command-ban = Jemanden aussperren
command-unban = Wieder hereinlassen
command-quota = Jemandes Punkte am Tag
command-pause = Keine Bilder anfangen
command-drain = Laufende fertig malen, keine annehmen
command-resume = Wieder wie gewohnt arbeiten
command-backup = Datenbank und Bilder sichern
