# Las frases del bot en español; la referencia es en/.

start =
    Envíame dos fotos: primero la que quieres que pinte y después la que pone el estilo. También pueden ir en un solo mensaje.
    ¿No tienes a mano una imagen para el estilo? En /styles puedes elegir uno.
    Empiezo enseguida y te muestro cómo va creciendo la pintura.
    Con /settings eliges cómo pinto, en /history están tus últimas pinturas, en /privacy ves qué guardo y en /help está lo demás.

help =
    Envía dos fotos, una tras otra o en un álbum: pinto la primera con el estilo de la segunda.
    El pie de foto puede llevar ajustes solo para esa imagen: iterations=300 size=768

    /styles – estilos para elegir; style=waves en el pie de foto usa uno por su nombre
    /settings – fuerza, colores, pinceladas y lo demás, con botones
    /iterations – cuántos pasos doy al pintar ({ $iterations })
    /size – lado más largo de la imagen, en píxeles ({ $size })
    /history – tus últimas pinturas, para tener una otra vez
    /status – tus imágenes en curso
    /cancel – pararlas y olvidar la foto que espera a su pareja
    /style, /content – en respuesta a una imagen, o como pie de foto: es el estilo, o la foto que pinto
    /savestyle – guardar un estilo con un nombre tuyo
    /language – el idioma en que te hablo
    /privacy – qué guardo de ti y cuánto tiempo
    /forget – borrarlo todo
