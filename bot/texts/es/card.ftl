# La tarjeta de un trabajo

card-queued = En la cola, puesto { $place }.
card-next = En la cola, puesto 1: empiezo en un momento.
card-queued-eta = En la cola, puesto { $place } · empiezo en ≈{ $wait }
card-paused = Interrumpido en { $iteration } de { $iterations }; en un momento sigo desde ahí.
card-starting = Empezando…
card-learning = Estudiando tus dos imágenes…
card-resumed = Sigo desde { $iteration } de { $iterations }…
card-foretold = { $words } Lista en ≈{ $left }.
card-progress = { $bar } { $iteration }/{ $iterations } · ≈{ $left }
card-smaller = Para ese tamaño la máquina no tiene memoria suficiente, así que pinto más pequeño.
card-finishing = Terminando con lo que hay…
card-done = { $width }×{ $height } px · { $time }
card-draft = Una primera impresión. Ahora lo pinto de verdad…
card-steering = ↪ { $what }, a partir de la próxima iteración
card-steered = ↪ { $what }, desde la iteración { $since }
card-sketched =
    Cuatro maneras de pintarlo. Elige una y sigo con ella:
    1 como pediste · 2 intensa · 3 suave · 4 otros colores
card-taken = Variante { $number }
card-repeated = Ya lo había pintado: las mismas fotos y los mismos ajustes. Para otro distinto, toca «Otra vez».
card-canceled = Cancelado.

told-done = Aquí tienes tu pintura.
told-sketched = Aquí tienes cuatro variantes: elige una.
told-failed = Esta no la he podido pintar.

failure-internal = Algo ha fallado por mi parte. Inténtalo otra vez, por favor.
failure-engine_lost = El motor se ha parado tres veces mientras la pintaba. Prueba un tamaño menor, como /size 384.
failure-not_finite = La pintura se ha deshecho por el camino. Prueba otra imagen de estilo o menos iteraciones.
failure-weights_unavailable = Los pesos del motor no están en su sitio; tiene que ocuparse el administrador.
failure-invalid_settings = Estos ajustes no son compatibles entre sí. Puedes verlos con /settings
failure-out_of_memory = La máquina no tiene memoria para este tamaño. Prueba uno menor, como /size 384.
failure-beyond_memory = La máquina no tiene memoria ni para el tamaño más pequeño; tiene que ocuparse el administrador.
failure-picture = Una de las dos imágenes no se ha podido usar. Envíalas otra vez, por favor.
card-below = ✓ Pintado: mira abajo.
card-failed-below = ✖ No salió: mira abajo.
card-no-photos = Tu pintura está lista, pero no puedo enviar imágenes en este chat. En cuanto un administrador me permita enviar fotos, llegará sola.
card-pair = Pinto la 1 con el estilo de la 2.
card-warming = En la cola, puesto { $place }: empiezo en cuanto el motor esté listo, quizá en un minuto.
