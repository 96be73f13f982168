# Las frases del bot en español; la referencia es en/.

start =
    Envíame dos fotos: primero la que quieres que pinte y después la que pone el estilo. También pueden ir en un solo mensaje.
    Empiezo enseguida y te muestro cómo va creciendo la pintura.
    Con /iterations y /size eliges cuánto tiempo y a qué tamaño pinto; lo demás está en /help.

help =
    Envía dos fotos, una tras otra o en un álbum: pinto la primera con el estilo de la segunda.
    El pie de foto puede llevar ajustes solo para esa imagen: iterations=300 size=768

    /iterations – cuántos pasos doy al pintar ({ $iterations })
    /size – lado más largo de la imagen, en píxeles ({ $size })
    /settings – fuerza, colores, pinceladas y lo demás, con botones
    /status – tus imágenes en curso
    /cancel – pararlas y olvidar la foto que espera a su pareja
    /language – el idioma en que te hablo
    /history – tus últimas pinturas, para tener una otra vez
    /privacy – qué guardo de ti y cuánto tiempo
    /forget – borrarlo todo
