# Las frases del bot en español; la referencia es en/.

start =
    Pinto tu foto con el estilo de cualquier imagen.

    Envíame dos fotos: primero la que quieres que pinte y después la que pone el estilo. También pueden ir en un solo mensaje.
    Empiezo enseguida y te muestro cómo va creciendo la pintura. Cuando está lista, los botones de debajo la hacen más fuerte, más suave o más grande.

    ¿No tienes ninguna imagen a mano? Prueba un ejemplo o elige uno de mis estilos. En /help está todo lo que sé hacer y en /privacy, qué guardo.

button-example = ✨ Probar un ejemplo
button-gallery = 🎨 Elegir un estilo
tap-not-your-start = Estos botones son de quien los pidió. Para tener los tuyos, escribe /start

help =
    Envía dos fotos, una tras otra o en un álbum: pinto la primera con el estilo de la segunda.
    El pie de foto puede llevar ajustes solo para esa imagen: iterations=300 size=768
    Receta, tras Más… debajo de una pintura, copia una línea así: quien la envía con sus fotos las tiene pintadas igual.

    /styles – estilos para elegir; style=waves en el pie de foto usa uno por su nombre
    /series – un álbum de dos a diez fotos, todas pintadas en un estilo
    /variants – cuatro versiones pequeñas para elegir
    /region – una parte de tu foto tiene estilo propio; /protect – queda como está

    /again – la última otra vez, un poco distinta
    /history – tus últimas pinturas, para tener una otra vez
    /status – tus imágenes en curso
    /cancel – pararlas y olvidar la foto que espera a su pareja

    /settings – fuerza, colores, pinceladas y lo demás, con botones
    /iterations – cuántos pasos doy al pintar ({ $iterations })
    /size – lado más largo de la imagen, en píxeles ({ $size })
    /strength, /colors, /style_scale, /init, /faces, /preset – los demás ajustes por su nombre

    /style, /content – en respuesta a una imagen, o como pie de foto: es el estilo, o la foto que pinto
    /savestyle – guardar un estilo con un nombre tuyo
    /share – dar al estilo de un cuadro un nombre para todos; /shared muestra los tuyos, /unshare retira uno

    /language – el idioma en que te hablo
    /privacy – qué guardo de ti y cuánto tiempo
    /forget – borrarlo todo
