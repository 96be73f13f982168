# Fotos

content-kept = Ya tengo la foto. Ahora envíame la imagen que pone el estilo.
style-kept = Ya tengo la imagen de estilo. Ahora envíame la foto que quieres que pinte.
both-kept = Guardo las dos fotos.
album-of-many = Un álbum de { $count }: tomo la primera como foto y la segunda como estilo.
start-anyway = Envía otros ajustes, como iterations=300 size=512, o empieza con los que tienes guardados.
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
