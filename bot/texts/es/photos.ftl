# Fotos

content-kept = Ya tengo la foto. Ahora envíame una imagen con el estilo que quieres.
style-kept = Ya tengo la imagen de estilo. Ahora envíame la foto que quieres que pinte.
reply-in-group = Aquí en el grupo, envíala como respuesta a este mensaje para que yo la vea.
both-kept = Guardo las dos fotos.
start-anyway = Envía otros ajustes, como iterations=300 size=512, o toca Empezar para pintar con los tuyos.
one-moment = Un momento, por favor: están llegando muchas imágenes a la vez.
choices-kept = { $count ->
    [one] Pintaré la primera imagen del álbum. ¿Qué estilo le pongo?
   *[other] ¿Pinto todo el álbum, como una serie en un estilo? ¿O solo la primera imagen, en el estilo de una de las otras { $count } o de todas juntas?
}
same-picture = Las dos imágenes son iguales. La pinto de todos modos.
draft-started = Ya lo tengo todo: abajo ves cómo va.
content-how = Responde con /content a la foto que quieres que pinte, o envíala con /content como pie de foto.
no-picture-there = No veo ninguna imagen en ese mensaje. Responde a una foto, a un archivo o a un sticker que no se mueva.
frame-offer = Se mueve, pero puedo usar un fotograma.
picture-transparent = Partes de esta imagen son transparentes. Las pinto de blanco.
button-pick = Estilo { $number }
button-blend = Mezclarlos todos
button-asstyle = ⇄ Este es el estilo
button-ascontent = ⇄ Esta es la foto
button-swap = ⇄ Intercambiar
button-drop = ✖ Descartar
button-laststyle = ↺ Con el último estilo
button-lastphoto = ⇄ Para mi última foto
button-frame = Usar este fotograma
tap-draft-over = Esta imagen ya no está esperando.
tap-forgotten = Olvidada.
tap-swapped = La foto y el estilo han cambiado de papel.
tap-frame-gone = Ya no puedo acceder a ese fotograma. Envíame una imagen.
tap-frame-used = He tomado el fotograma.
not-in-albums = Para { $name } envía la imagen sola, no en un álbum.
edit-too-late = Ya estoy con esta imagen, así que el pie de foto no cambia nada. Para otra, cancélala con /cancel y envíala de nuevo.

problem-picture_unreadable = No he podido leer esto como imagen: está dañado o no es una imagen. Envía un JPEG, PNG o WebP.
problem-picture_truncated = El archivo de esta imagen está incompleto. Envíala otra vez, por favor.
problem-picture_format = No leo este tipo de imagen. Leo JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP y GIF que no se mueva.
problem-picture_animated = Esta imagen se mueve. Envía una fija; vale una captura de pantalla.
problem-picture_too_small = Esta imagen es demasiado pequeña: su lado más corto necesita al menos 64 píxeles.
problem-picture_too_large = Esta imagen tiene más de 50 megapíxeles. Envía una versión más pequeña, o envíala como foto y no como archivo.
problem-picture_too_heavy = Este archivo pesa más de 20 MB. Envíalo como foto y no como archivo.
problem-picture_too_long = Esta imagen es demasiado larga y estrecha: el lado más largo puede medir como mucho 20 veces el más corto. Recórtala, por favor.
problem-download_failed = No he podido descargar esta imagen de Telegram. Envíala otra vez, por favor.
problem-disk_full = Mi disco está lleno y ahora mismo no puedo aceptar imágenes. Envíala más tarde, cuando el administrador haya hecho sitio.
problem-sticker = Este sticker se mueve. Envía uno que no se mueva, o una imagen.
problem-animation = Un GIF se mueve. Envía una imagen fija; vale una captura de pantalla.
problem-video = Un vídeo se mueve. Envía una imagen fija; vale una captura de pantalla.
problem-sound = Pinto imágenes, no sonidos. Envíame dos fotos.
problem-text = Envíame dos fotos: la que quieres que pinte y luego la del estilo. Más en /help
problem-other = Solo me sirven las imágenes. Envíame dos fotos: la que quieres que pinte y luego la del estilo.
problem-command = No conozco ese comando. Los que conozco están en /help
