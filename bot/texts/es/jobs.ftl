# Trabajos

status-none = No hay nada en curso. Envía dos fotos para empezar.
status-queued = En espera, puesto { $place } de la cola ({ $recipe })
status-paused = En espera de seguir desde { $iteration } de { $iterations } ({ $recipe })
status-running = Pintando, { $iteration } de { $iterations } ({ $recipe })
cancelled-jobs = { $count ->
    [one] Una imagen cancelada.
   *[other] { $count } imágenes canceladas.
}
cancelled-draft = He olvidado la foto que esperaba.
cancelled-nothing = No hay nada que cancelar.
