# Estilos a mano

gallery-choose = Elige un estilo y luego envíame la foto que quieres que pinte.
gallery-choose-now = Elige el estilo para tu foto, o envía una imagen tuya.
gallery-names = También vale el nombre: { $example } en el pie de foto o en un mensaje.
gallery-learned = ⚡ He aprendido { $numbers }: lo que pinto así empieza con una imagen al instante, y preset=instant lo acepta.
gallery-learning = Cuando no tengo nada que pintar, aprendo { $numbers }.
gallery-delete = Estos son tus estilos. Toca uno para borrarlo.
gallery-empty = Aquí todavía no hay estilos. Vuelve a mirar en un minuto, o envía una imagen tuya.
style-chosen = De acuerdo, { $name }. Ahora envíame la foto que quieres que pinte.
style-started = De acuerdo, { $name }: abajo ves cómo va.
tap-style-gone = Este estilo ya no existe.
tap-style-deleted = Borrado.
bad-style = No conozco ningún estilo «{ $value }»: mira si está bien escrito y si todavía se comparte. Los que hay están en /styles y también vale una imagen como estilo.
known-styles = Estilos: { $styles }
savestyle-how = Responde a una imagen con { $example }, o envía una con ese pie de foto. Sin imagen, tomo tu último estilo.
bad-style-name = «{ $value }» no puede ser un nombre: usa letras, cifras y guiones, { $high } como mucho. Ejemplo: { $example }
nothing-to-save = No hay ninguna imagen que guardar. Responde a una con { $example }
style-saved = Guardado como «{ $name }». Lo encuentras en /styles y, con style={ $name } en el pie de foto, lo uso.
too-many-styles = { $count ->
    [one] Guardas { $count } estilo, que es el máximo. En /styles puedes borrarlo.
   *[other] Guardas { $count } estilos, que es el máximo. En /styles puedes borrar alguno.
}
button-styles = 🎨 Estilos
button-ownstyles = 🗑 Borrar mis estilos
button-all-styles = ‹ Todos los estilos

command-styles = Estilos para elegir
command-style = En respuesta a una imagen: es el estilo
command-content = En respuesta a una imagen: es la foto que pinto
command-savestyle = Guardar un estilo propio

button-style-night = Noche
button-style-sunset = Atardecer
button-style-mosaic = Mosaico
button-style-stained-glass = Vidriera
button-style-waves = Olas
button-style-autumn = Otoño
button-style-watercolour = Acuarela
button-style-ink-wash = Tinta china
button-style-marbling = Papel jaspeado
button-style-engraving = Grabado
button-style-pencil = Lápiz
button-style-pop-art = Arte pop
style-coming = Todavía estoy preparando el estilo «{ $value }». Dilo otra vez en un momento o envía una imagen como estilo.
