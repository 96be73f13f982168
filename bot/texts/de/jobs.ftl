# Aufträge

status-none = Nichts in Arbeit. Schick zwei Fotos, dann geht es los.
status-queued = Wartet auf Platz { $place } der Warteschlange
status-paused = Wartet darauf weiterzugehen; { $percent } % sind gemalt
status-running = Wird gemalt: { $percent } %
cancelled-jobs = { $count ->
    [one] Ein Bild abgebrochen.
   *[other] { $count } Bilder abgebrochen.
}
cancelled-draft = Das wartende Bild ist vergessen.
cancelled-nothing = Es gibt nichts abzubrechen.
