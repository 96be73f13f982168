# Ajustes

setting-iterations = De { $low } a { $high }: más da un resultado más fino y tarda más. Ejemplo: /iterations { $example }
setting-size = Píxeles del lado más largo, de { $low } a { $high }: más grande tarda más. Ejemplo: /size { $example }
setting-strength = De { $low } a { $high }: con { $low } la foto apenas cambia, con { $high } domina el estilo. Con /strength default decido yo. Ejemplo: /strength { $example }
setting-colors = style usa los colores de la imagen de estilo, keep deja los de la foto y match da a las pinceladas la paleta de la foto. Ejemplo: /colors { $example }
setting-style_scale = Porcentaje de la anchura habitual, de { $low } a { $high }: más da pinceladas más anchas. Ejemplo: /style_scale { $example }
setting-init = La imagen de la que nace la pintura. content es la foto tal cual, recolored la foto con los colores del estilo, style-statistics ruido con esos colores; noise y gray empiezan sin la foto. Ejemplo: /init { $example }
setting-faces = natural pinta la cara con el estilo y conserva a la persona, painted es más libre y off trata las caras como todo lo demás. Ejemplo: /faces { $example }
setting-preset = instant tarda un segundo y conoce mis estilos y los tuyos que ya he aprendido, draft es rápido y pequeño, standard lo habitual, fine grande y lento, classic un algoritmo antiguo que parte del gris. También fija todos los demás ajustes. Ejemplo: /preset { $example }
setting-preset-without-classic = instant tarda un segundo y conoce mis estilos y los tuyos que ya he aprendido, draft es rápido y pequeño, standard lo habitual, fine grande y lento. También fija todos los demás ajustes. Ejemplo: /preset { $example }
preset-classic-gone = classic no está disponible por ahora. Pinto esta imagen con standard y sigo con él.
setting-balanced = Con classic no hay fuerza que ajustar: equilibra la foto y el estilo por su cuenta. Ejemplo: /preset standard
setting-instant = Con instant solo hay size, colors y faces. Ejemplo: /preset standard
setting-saved = A partir de ahora pinto aquí con { $recipe }
setting-saved-iterations = A partir de ahora pinto aquí { $value } iteraciones.
setting-saved-size = A partir de ahora pinto aquí con { $value } píxeles en el lado más largo.
bad-number = { $name } tiene que ser un número entero de { $low } a { $high }, no «{ $value }». Ejemplo: { $example }
bad-choice = { $name } tiene que ser uno de estos valores: { $choices }; no «{ $value }». Ejemplo: { $example }
bad-setting = No existe el ajuste «{ $name }». ¿Querías decir { $meant }?
did-you-mean = ¿Querías decir { $meant }?
mistakes-more = { $count ->
    [one] Hay un error más de este tipo.
   *[other] Hay { $count } errores más de este tipo.
}
settings =
    Tus ajustes aquí: { $recipe }
    Toca lo que quieras cambiar. Con palabras se hace mediante /iterations, /size, /strength, /colors, /style_scale, /init, /faces y /preset
    Un pie de foto como «iterations=300 size=768» los cambia para una sola imagen; si alguien envía toda la línea de arriba, pinto para esa persona igual que para ti.
settings-noted = Anotado para la próxima imagen: { $recipe }

panel-preset = Modo: { $value }
panel-iterations = Iteraciones: { $value }
panel-size = Tamaño: { $value }
panel-strength = Fuerza: { $value }
panel-colors = Colores: { $value }
panel-style_scale = Pinceladas: { $value }
panel-init = Inicio: { $value }
panel-faces = Caras: { $value }
panel-open = ⚙ Ajustes
panel-reset = ↺ Restablecer todo
panel-all = ‹ Todos los ajustes
choice-strength-default = automática
choice-colors-style = los del estilo
choice-colors-keep = los de la foto
choice-colors-match = igualados
choice-init-content = la foto
choice-init-recolored = foto recoloreada
choice-init-noise = ruido
choice-init-style-statistics = ruido de sus colores
choice-init-gray = gris
choice-faces-natural = naturales
choice-faces-painted = pintadas
choice-faces-off = como el resto
choice-preset-instant = al instante
choice-preset-draft = boceto
choice-preset-standard = normal
choice-preset-fine = fino
choice-preset-classic = clásico

command-strength = Cuánto estilo
command-colors = De quién son los colores
command-style_scale = Anchura de las pinceladas
command-init = De qué nace la pintura
command-faces = Cómo se pintan las caras
command-preset = Todos los ajustes a la vez

language-name = Español
choose-language = ¿En qué idioma quieres que te hable aquí? Tócalo o escríbelo, por ejemplo: /language { $example }
language-saved = A partir de ahora te hablo aquí en español.
bad-language = No conozco el idioma «{ $value }». Hablo { $languages }. Ejemplo: /language { $example }
