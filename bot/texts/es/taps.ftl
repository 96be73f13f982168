# Botones y las respuestas al tocarlos

button-keep = ⏹ Parar y guardar
button-cancel = ✖ Cancelar
button-original = PNG original
button-stronger = Más fuerte
button-softer = Más suave
button-colors = Mantener colores
button-colors-style = Colores del estilo
button-bigger = Más grande
button-more = { $count ->
    [one] +{ $count } iteración
   *[other] +{ $count } iteraciones
}
button-again = Otra vez
button-restyle = Otro estilo
button-film = Cámara rápida
button-retry = 🔁 Intentar otra vez
button-start = ▶ Empezar
button-variants = Cuatro variantes
button-sketch = 🎲 Primero cuatro variantes
turn-style = Nuevo estilo
turn-how = Envía el nuevo estilo: una imagen o uno de los míos. Lo que se está pintando lo adopta enseguida.
turned-style = Ese es su estilo a partir de ahora; la tarjeta muestra cómo cambia.
variants-noted = Voy a esbozar cuatro variantes para que elijas una.
tap-turned = Hecho: a partir de la próxima iteración.
tap-turned-before = Eso ya ha cambiado: la tarjeta lo mostrará enseguida.
tap-send-style = Envía ahora el nuevo estilo.
tap-keeping = Terminando con lo que hay…
tap-cancelled = Cancelado.
tap-over = Esta imagen ya está terminada.
tap-sending = El archivo va de camino.
tap-no-result = No hay ningún resultado que enviar.
tap-expired = El archivo ya no se conserva.
tap-not-yours = Solo puede hacerlo quien envió las fotos.
tap-unknown = Este botón es de otra versión y ya no funciona.
tap-started = Empiezo.
tap-strongest = Ya tiene toda la fuerza posible.
tap-softest = Ya es lo más suave posible.
tap-largest = Ya es lo más grande que puedo pintar.
tap-most-iterations = Ya tiene todas las iteraciones que puedo dar.
tap-balanced = Con classic no hay fuerza que cambiar.
tap-child-done = Eso ya lo he pintado: está en /history.
tap-child-in-work = Ya estoy en ello.
tap-set = Anotado.
tap-not-your-settings = Estos ajustes son de otra persona. Los tuyos están en /settings
tap-error = No ha funcionado. Inténtalo otra vez, por favor.
