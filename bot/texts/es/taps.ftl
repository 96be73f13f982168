# Botones y las respuestas al tocarlos

button-keep = ⏹ Parar y guardar
button-cancel = ✖ Cancelar
button-original = PNG original
button-start = ▶ Empezar
tap-stopping = Parando…
tap-keeping = Terminando con lo que hay…
tap-cancelled = Cancelado.
tap-over = Esta imagen ya está terminada.
tap-sending = El archivo va de camino.
tap-no-result = No hay ningún resultado que enviar.
tap-expired = El archivo ya no se conserva.
tap-not-yours = Solo puede hacerlo quien envió las fotos.
tap-unknown = Este botón es de otra versión y ya no funciona.
tap-started = Empiezo.
tap-error = No ha funcionado. Inténtalo otra vez, por favor.
