# Aufträge

status-none = Nichts in Arbeit. Schick zwei Fotos, dann geht es los.
status-queued = Wartet auf Platz { $place } der Warteschlange
status-paused = Wartet darauf weiterzugehen; { $percent } % sind gemalt
status-running = Wird gemalt: { $percent } %
canceled-jobs = { $count ->
    [one] Ein Bild abgebrochen.
   *[other] { $count } Bilder abgebrochen.
}
canceled-draft = Das wartende Bild ist vergessen.
canceled-nothing = Es gibt nichts abzubrechen.
