# Trabajos

status-none = No hay nada en curso. Envía dos fotos para empezar.
status-queued = En espera, puesto { $place } de la cola
status-paused = En espera de seguir; ya está pintado el { $percent } %
status-running = Pintando: { $percent } %
canceled-jobs = { $count ->
    [one] Una imagen cancelada.
   *[other] { $count } imágenes canceladas.
}
canceled-draft = He olvidado la imagen que esperaba.
canceled-nothing = No hay nada que cancelar.
