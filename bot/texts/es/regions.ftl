# Zonas de una foto

command-region = Dar a una parte de tu foto un estilo propio
command-protect = Dejar una parte de tu foto como está
region-how = Primero envíame la foto. Después dibuja sobre ella en el editor de Telegram, un lazo o un garabato, y envíala con /region como pie de foto. O envía solo /region y elige una parte con un botón.
protect-how = Primero envíame la foto. Después dibuja en el editor de Telegram sobre lo que debe quedar como está, y envíala con /protect como pie de foto. O envía solo /protect y elige una parte con un botón.
region-which = ¿Qué parte tendrá un estilo propio? Dibuja sobre la foto en el editor de Telegram, un lazo alrededor o un garabato encima, y envíala con /region como pie de foto. O elige una parte:
protect-which = ¿Qué parte debe quedar como está? Dibuja sobre la foto en el editor de Telegram, un lazo alrededor o un garabato encima, y envíala con /protect como pie de foto. O elige una parte:
region-right = ¿Es correcta la parte coloreada? Si lo es, envía ya su estilo o toca Sí.
protect-right = La parte coloreada queda como en la foto; solo pinto el resto. ¿Es correcto?
region-which-style = Ahora el estilo de la zona { $number }: envía una imagen o elige una.
region-which-rest = { $count ->
    [one] La zona ya tiene su estilo.
   *[other] Las { $count } zonas ya tienen su estilo.
} Ahora envía el estilo del resto, o deja el resto como está. Con /region se añade otra zona.
protect-kept = Esa parte quedará como está. Ahora envía el estilo del resto.
region-too-many = { $count ->
    [one] En una foto cabe una zona como mucho.
   *[other] En una foto caben { $count } zonas como mucho.
}
drawn-elsewhere = No reconozco tu foto debajo del dibujo. Dibuja sobre la misma foto que enviaste, sin recortarla ni girarla.
nothing-drawn = No veo nada dibujado. Rodea la parte con un lazo, o garabatea sobre ella, con un color que destaque.
region-too-small = Así no quedaría nada de la zona.
region-everything = Eso sería la foto entera.
region-no-sky = No veo cielo en esta foto. Dibújalo, por favor.
region-no-person = No veo ninguna cara en esta foto. Dibuja a las personas, por favor.
tap-region-over = Esta zona ya está decidida o ya no se pregunta por ella.
people-right = Primero la persona, coloreada aquí: envía su estilo, o toca Sí y elige uno.
people-which-style = Ahora el estilo de la persona: envía una imagen o elige una.
people-which-rest = La persona ya tiene su estilo. Ahora envía el estilo del fondo, o deja el resto como está. Con /region se añade otra zona.
button-only-person = Solo la persona
button-only-background = Solo el fondo
button-two-styles = Dos estilos
button-right = ✓ Sí, esta parte
button-wrong = ✖ Esta parte no
button-grow = Agrandar
button-shrink = Reducir
button-invert = Invertir
button-reststays = Dejar el resto como está
part-left = Mitad izquierda
part-right = Mitad derecha
part-top = Mitad superior
part-bottom = Mitad inferior
part-leftthird = Tercio izq.
part-middlethird = Tercio central
part-rightthird = Tercio der.
part-centre = Centro
part-border = Borde
part-sky = Cielo
part-ground = Suelo
part-person = Personas
part-background = Fondo
card-regions = { $count ->
    [one] Una zona tiene estilo propio.
   *[other] { $count } zonas tienen estilo propio.
}
card-protected = Una parte de la foto quedó como estaba.
share-regions = Esta imagen tiene zonas con estilo propio. Comparte un estilo desde una imagen que lo tenga en todas partes.
