# Aufträge

status-none = Nichts in Arbeit. Schick zwei Fotos, dann geht es los.
status-queued = Wartet auf Platz { $place } der Warteschlange ({ $recipe })
status-paused = Wartet darauf, bei { $iteration } von { $iterations } weiterzumachen ({ $recipe })
status-running = Wird gemalt, { $iteration } von { $iterations } ({ $recipe })
cancelled-jobs = { $count ->
    [one] Ein Bild abgebrochen.
   *[other] { $count } Bilder abgebrochen.
}
cancelled-draft = Das wartende Foto ist vergessen.
cancelled-nothing = Es gibt nichts abzubrechen.
