# Estilos compartidos

share-done =
    Compartido. Quien envíe esta línea con una foto suya la tendrá pintada igual, con el estilo incluido:
    <code>{ $recipe }</code>
    Nadie sabrá por ella que el estilo es tuyo. /unshare { $name } lo retira al momento, /shared muestra lo que compartes.
share-named =
    Este estilo ya lo puede pedir cualquiera. Quien envíe esta línea con una foto la tendrá pintada igual:
    <code>{ $recipe }</code>
share-how = Todavía no hay ningún estilo que compartir. Responde con /share a un cuadro tuyo, o elige antes un estilo. Puede seguir un nombre a tu gusto: { $example }
share-not-yours = Puedes compartir el estilo de tus propios cuadros y las imágenes que has enviado. Responde con /share a uno de ellos.
share-expired = Ya no guardo la imagen de este estilo. Envíala otra vez y di /share
share-taken = El nombre «{ $name }» está ocupado. Elige otro, por ejemplo { $example }, o di solo /share y me invento uno.
unshare-done = Retirado: { $names }. Desde ahora nadie lo puede pedir; lo que está en marcha se pinta todavía.
unshare-unknown = No compartes ningún estilo «{ $name }». Los que compartes están en /shared
shared-list = Compartes estos estilos. Quien conozca un nombre puede usar ese estilo; un botón lo retira.
shared-none = No compartes ningún estilo. Responde con /share a un cuadro tuyo, y su estilo tendrá un nombre para todos.
style-withdrawn = El estilo elegido ya no se comparte. Envía una imagen como estilo, o elige uno de /styles
savestyle-borrowed = Este estilo es de otra persona, que lo comparte. Su nombre vale mientras lo haga, así que no hay nada que guardar.
tap-unshared = Retirado.
tap-withdrawn = Su dueño ya no comparte este estilo. Elige otro: /styles
tap-too-many-shares = { $count ->
    [one] Compartes { $count } estilo, y es el máximo. En /shared puedes retirarlo.
   *[other] Compartes { $count } estilos, y es el máximo. En /shared puedes retirar alguno.
}
button-share = ✓ Sí, compartir
button-unshare = ✖ Retirar el { $number }
admin-usage-takedown = Di qué estilo compartido, por su nombre. Ejemplo: /takedown sea-at-night
admin-no-share = No hay ningún estilo compartido con el nombre «{ $name }».
admin-taken-down = Ya nadie puede pedir «{ $name }». Lo había compartido el usuario { $user }.
command-share = Dar a un estilo un nombre para todos
command-shared = Los estilos que compartes
command-unshare = Dejar de compartir un estilo
command-takedown = Quitar un estilo compartido
tap-share-question = ¿Quieres que todos puedan usar este estilo? Recibe un nombre público y quien lo conozca podrá usarlo. Puedes retirarlo cuando quieras: /shared

button-share-painting = ↗ Compartir
button-like-this = 🎨 Pinta la tuya así
button-paint-own = 🎨 Pinta una foto tuya
share-words = Esta imagen la pintó un bot. Abre el enlace y pintará una foto tuya.
share-caption = Pintado por @{ $bot }
inline-title = Tu pintura
inline-again = Muestra primero la pintura en nuestro chat y luego compártela
start-like = De acuerdo, { $name }: envíame una foto y la pinto así. /help muestra todo lo que sé hacer.
