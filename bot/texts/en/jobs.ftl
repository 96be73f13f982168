# Jobs

status-none = Nothing is in work. Send two photos to begin.
status-queued = Waiting, place { $place } in the queue
status-paused = Waiting to go on; { $percent } % is painted
status-running = Painting: { $percent } %
canceled-jobs = { $count ->
    [one] Canceled one picture.
   *[other] Canceled { $count } pictures.
}
canceled-draft = The picture that waited is forgotten.
canceled-nothing = There is nothing to cancel.
