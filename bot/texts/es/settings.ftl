# Ajustes

setting-iterations = iterations está en { $value }. Puede ir de { $low } a { $high }: con más, el resultado es más fino y tarda más. Ejemplo: /iterations { $example }
setting-size = size está en { $value } píxeles en el lado más largo. Puede ir de { $low } a { $high }: cuanto más grande, más tarda. Ejemplo: /size { $example }
setting-strength = strength está en { $value }. Puede ir de { $low } a { $high }: con { $low } la foto apenas cambia, con { $high } manda el estilo; «default» lo deja en manos de las imágenes. Ejemplo: /strength { $example }
setting-colors = colors está en { $value }. style toma los colores de la imagen de estilo, keep deja a la foto los suyos y match da a las pinceladas la paleta de la foto. Ejemplo: /colors { $example }
setting-stroke = stroke está en el { $value } por ciento de lo habitual. Puede ir de { $low } a { $high }: con más, las pinceladas son más anchas. Ejemplo: /stroke { $example }
setting-begin = begin está en { $value }: es la imagen de la que nace la pintura. content es la foto tal cual, recoloured la foto con los colores del estilo, style-statistics ruido con esos colores; noise y grey no saben nada de ninguna de las dos. Ejemplo: /begin { $example }
setting-preset = preset está en { $value }. draft es rápido y pequeño, standard lo habitual, fine grande y lento, classic un algoritmo antiguo que parte de ruido. También fija todos los demás ajustes. Ejemplo: /preset { $example }
setting-balanced = Con classic no hay fuerza que ajustar: equilibra la foto y el estilo por su cuenta. Ejemplo: /preset standard
setting-saved = A partir de ahora pinto aquí con { $recipe }
setting-saved-iterations = A partir de ahora pinto aquí { $value } iteraciones.
setting-saved-size = A partir de ahora pinto aquí con { $value } píxeles en el lado más largo.
bad-number = { $name } tiene que ser un número entero de { $low } a { $high }, no «{ $value }». Ejemplo: { $example }
bad-choice = { $name } tiene que ser uno de estos valores: { $choices }; no «{ $value }». Ejemplo: { $example }
bad-setting = No existe el ajuste «{ $name }». En el pie de foto puedes poner: iterations=300 size=768
settings =
    Tus ajustes aquí: { $recipe }
    Toca lo que quieras cambiar. Con palabras se hace mediante /iterations, /size, /strength, /colors, /stroke, /begin y /preset
    Un pie de foto como «iterations=300 size=768» los cambia para una sola imagen; si alguien envía toda la línea de arriba, pinto para esa persona igual que para ti.
settings-noted = Anotado para la próxima imagen: { $recipe }

panel-preset = Modo: { $value }
panel-iterations = Iteraciones: { $value }
panel-size = Tamaño: { $value }
panel-strength = Fuerza: { $value }
panel-colors = Colores: { $value }
panel-stroke = Pinceladas: { $value }
panel-begin = Inicio: { $value }
panel-open = ⚙ Ajustes
panel-reset = ↺ Restablecer todo
panel-all = ‹ Todos los ajustes
choice-strength-default = según las imágenes
choice-colors-style = los del estilo
choice-colors-keep = los de la foto
choice-colors-match = igualados
choice-begin-content = la foto
choice-begin-recoloured = foto recoloreada
choice-begin-noise = ruido
choice-begin-style-statistics = ruido de sus colores
choice-begin-grey = gris
choice-preset-draft = boceto
choice-preset-standard = normal
choice-preset-fine = fino
choice-preset-classic = clásico

command-strength = Cuánto estilo
command-colors = De quién son los colores
command-stroke = Anchura de las pinceladas
command-begin = De qué nace la pintura
command-preset = Todos los ajustes a la vez

language-name = Español
choose-language = ¿En qué idioma quieres que te hable aquí? Tócalo o escríbelo, por ejemplo: /language { $example }
language-saved = A partir de ahora te hablo aquí en español.
bad-language = No conozco el idioma «{ $value }». Hablo { $languages }. Ejemplo: /language { $example }
