# Was über Menschen aufgehoben wird, und wie man es löscht

privacy-kept =
    Was ich von dir aufhebe, und wie lange:
    • deine Fotos und was ich daraus gemalt habe: { $pictures } nach dem letzten Gebrauch
    • was du hast malen lassen, ohne die Bilder (Einstellungen und Zeiten): { $jobs }
    • deine Einstellungen und deine Sprache: bis du sie änderst
    • Stile, die du dir gemerkt hast (/savestyle): bis du sie löschst
    • Stile, die du teilst (/share): bis du sie zurücknimmst; andere erfahren nur ihre Namen, nie von wem sie sind
    • die Nummern meiner Nachrichten an dich, damit nur du ihre Knöpfe benutzen kannst und ich sie löschen kann: { $messages }
    • wie viel du heute hast malen lassen, für die Tagesgrenze: einen Tag
    In Fotos suche ich nach Gesichtern, damit sie im Bild Gesichter bleiben. Ich erkenne niemanden und merke mir nur, wie viele es sind.
    Namen hebe ich nicht auf, auch sonst nichts von dem, was du schreibst; andere bekommen nichts davon. Telegram bewahrt diesen Chat auf seine Weise auf.
    /forget löscht alles sofort, bis auf die Tagesgrenze und eine Sperre.
forget-question =
    Soll ich alles löschen, was ich von dir aufhebe, in allen Chats: Fotos, Gemälde, Einstellungen? Was in Arbeit ist, wird abgebrochen, und meine Nachrichten an dich aus den letzten { $messages } verschwinden.
    Das lässt sich nicht rückgängig machen.
forget-begun = Ich lösche alles, was ich von dir aufhebe …
forget-kept = Gut, es wurde nichts gelöscht.
forget-done =
    Erledigt: Ich habe nichts mehr von dir.
    Bei Telegram liegen noch deine Nachrichten und die meinen, die älter sind als { $messages }. Wenn auch die weg sollen, leere den Verlauf dieses Chats.
    Was du ab jetzt schickst, fängt neu an.
forget-not-yours = Das kann nur beantworten, wer gefragt hat. Für dich selbst: /forget
button-erase = 🗑 Alles löschen
button-spare = Behalten
command-privacy = Was ich von dir aufhebe, und wie lange
command-forget = Alles löschen, was ich von dir aufhebe
span-hours = { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
}
span-days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
