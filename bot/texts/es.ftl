# Las frases del bot en español; la referencia es en.ftl.

start =
    Envíame dos fotos: primero la que quieres que pinte y después la que pone el estilo. También pueden ir en un solo mensaje.
    Empiezo enseguida y te muestro cómo va creciendo la pintura.
    Con /iterations y /size eliges cuánto tiempo y a qué tamaño pinto; lo demás está en /help.

help =
    Envía dos fotos, una tras otra o en un álbum: pinto la primera con el estilo de la segunda.
    El pie de foto puede llevar ajustes solo para esa imagen: iterations=300 size=768

    /iterations – cuántos pasos doy al pintar ({ $iterations })
    /size – lado más largo de la imagen, en píxeles ({ $size })
    /settings – los ajustes actuales
    /status – tus imágenes en curso
    /cancel – pararlas y olvidar la foto que espera a su pareja
    /language – el idioma en que te hablo

# Fotos

content-kept = Ya tengo la foto. Ahora envíame la imagen que pone el estilo.
style-kept = Ya tengo la imagen de estilo. Ahora envíame la foto que quieres que pinte.
both-kept = Guardo las dos fotos.
album-of-many = Un álbum de { $count }: tomo la primera como foto y la segunda como estilo.
start-anyway = Envía otros ajustes, como iterations=300 size=512, o empieza con los que tienes guardados.
start-again = Cuando termine una de ellas, empieza desde aquí.
nothing-to-start = No hay dos fotos esperando. Envíame dos.

problem-picture_unreadable = No he podido leer esto como imagen: está dañado o no es una imagen. Envía un JPEG, PNG o WebP.
problem-picture_truncated = El archivo de esta imagen está incompleto. Envíala otra vez, por favor.
problem-picture_format = No leo este tipo de imagen. Envía un JPEG, PNG, WebP, HEIC, TIFF o BMP.
problem-picture_animated = Esta imagen se mueve. Envía una fija; vale una captura de pantalla.
problem-picture_too_small = Esta imagen es demasiado pequeña: su lado más corto necesita al menos 64 píxeles.
problem-picture_too_large = Esta imagen tiene más de 50 megapíxeles. Envía una versión más pequeña, o envíala como foto y no como archivo.
problem-picture_too_heavy = Este archivo pesa más de 20 MB. Envíalo como foto y no como archivo.
problem-picture_too_long = Esta imagen es demasiado larga y estrecha: el lado más largo puede medir como mucho 20 veces el más corto. Recórtala, por favor.
problem-download_failed = No he podido descargar esta imagen de Telegram. Envíala otra vez, por favor.
problem-sticker = Un sticker no es una foto. Envíame una imagen, por favor.
problem-animation = Un GIF se mueve. Envía una imagen fija; vale una captura de pantalla.
problem-video = Un vídeo se mueve. Envía una imagen fija; vale una captura de pantalla.
problem-sound = Pinto imágenes, no sonidos. Envíame dos fotos.
problem-text = Envíame dos fotos: la que quieres que pinte y luego la del estilo. Más en /help
problem-other = Solo me sirven las imágenes. Envíame dos fotos: la que quieres que pinte y luego la del estilo.
problem-command = No conozco ese comando. Los que conozco están en /help

# Ajustes

setting-iterations = iterations está en { $value }. Puede ir de { $low } a { $high }: con más, el resultado es más fino y tarda más. Ejemplo: /iterations { $example }
setting-size = size está en { $value } píxeles en el lado más largo. Puede ir de { $low } a { $high }: cuanto más grande, más tarda. Ejemplo: /size { $example }
setting-saved-iterations = A partir de ahora pinto aquí { $value } iteraciones.
setting-saved-size = A partir de ahora pinto aquí con { $value } píxeles en el lado más largo.
bad-iterations = iterations tiene que ser un número entero de { $low } a { $high }, no «{ $value }». Ejemplo: { $example }
bad-size = size tiene que ser un número entero de { $low } a { $high }, no «{ $value }». Ejemplo: { $example }
bad-setting = No existe el ajuste «{ $name }». En el pie de foto puedes poner: iterations=300 size=768
settings =
    Tus ajustes aquí: { $recipe }
    /iterations de { $low_iterations } a { $high_iterations }, /size de { $low_size } a { $high_size }.
    Un pie de foto como «iterations=300 size=768» los cambia para una sola imagen.
settings-noted = Anotado para la próxima imagen: { $recipe }

language-name = Español
choose-language = ¿En qué idioma quieres que te hable aquí? Tócalo o escríbelo, por ejemplo: /language { $example }
language-saved = A partir de ahora te hablo aquí en español.
bad-language = No conozco el idioma «{ $value }». Hablo { $languages }. Ejemplo: /language { $example }

# Trabajos

too-many-jobs = { $count ->
    [one] Tienes una imagen en curso, que es el máximo a la vez. Guardo las dos fotos.
   *[other] Tienes { $count } imágenes en curso, que es el máximo a la vez. Guardo las dos fotos.
}
queue-full = Hay tantas imágenes esperando que por ahora no acepto más. Guardo las dos fotos.
status-none = No hay nada en curso. Envía dos fotos para empezar.
status-queued = En espera, puesto { $place } de la cola ({ $recipe })
status-paused = En espera de seguir desde { $iteration } de { $iterations } ({ $recipe })
status-running = Pintando, { $iteration } de { $iterations } ({ $recipe })
status-draft-content = Una foto para pintar espera su imagen de estilo.
status-draft-style = Una imagen de estilo espera la foto para pintar.
status-draft-both = Dos fotos esperan a que pulses «Empezar».
cancelled-jobs = { $count ->
    [one] Una imagen cancelada.
   *[other] { $count } imágenes canceladas.
}
cancelled-draft = He olvidado la foto que esperaba.
cancelled-nothing = No hay nada que cancelar.

# La tarjeta de un trabajo

card-queued = En la cola, puesto { $place }.
card-queued-eta = En la cola, puesto { $place } · empiezo en ≈{ $wait }
card-paused = Interrumpido en { $iteration } de { $iterations }; en un momento sigo desde ahí.
card-starting = Empezando…
card-learning = Estudiando tus dos imágenes…
card-resumed = Sigo desde { $iteration } de { $iterations }…
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    contenido { NUMBER($content, maximumSignificantDigits: 3) } · estilo { NUMBER($style, maximumSignificantDigits: 3) }
card-stopping = Parando…
card-finishing = Terminando con lo que hay…
card-done =
    { $recipe }
    { $iterations ->
        [one] { $iterations } iteración
       *[other] { $iterations } iteraciones
    }, { $width }×{ $height } px, { $time }
card-cancelled = Cancelado.

told-done = Aquí tienes tu pintura.
told-failed = Esta no la he podido pintar.

failure-internal = Algo ha fallado por mi parte. Inténtalo otra vez, por favor.
failure-engine_lost = El motor se ha parado tres veces mientras la pintaba. Prueba un tamaño menor, como /size 384.
failure-not_finite = Los números se han desbocado. Prueba otra imagen de estilo o menos iteraciones.
failure-weights_unavailable = Los pesos del motor no están en su sitio; tiene que ocuparse el administrador.
failure-invalid_settings = Estos ajustes no son compatibles entre sí. Puedes verlos con /settings
failure-out_of_memory = La máquina no tiene memoria para este tamaño. Prueba uno menor, como /size 384.
failure-picture = Una de las dos imágenes no se ha podido usar. Envíalas otra vez, por favor.

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

# Todo lo demás

not-allowed = Este bot es privado: su administrador no ha autorizado tu cuenta o este chat.
sorry = Algo ha fallado por mi parte; ha quedado anotado. Inténtalo otra vez, por favor.
command-start = Cómo funciona
command-help = Todos los comandos
command-iterations = Cuántos pasos doy al pintar
command-size = A qué tamaño pinto
command-settings = Los ajustes actuales
command-status = Tus imágenes en curso
command-cancel = Parar y olvidar
command-language = El idioma en que te hablo
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min
