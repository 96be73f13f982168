# Jobs

status-none = Nothing is in work. Send two photos to begin.
status-queued = Waiting, place { $place } in the queue ({ $recipe })
status-paused = Waiting to go on from { $iteration } of { $iterations } ({ $recipe })
status-running = Painting, { $iteration } of { $iterations } ({ $recipe })
cancelled-jobs = { $count ->
    [one] Cancelled one picture.
   *[other] Cancelled { $count } pictures.
}
cancelled-draft = The photo that waited is forgotten.
cancelled-nothing = There is nothing to cancel.
