# Pinturas anteriores

history-shown = Tus últimas pinturas aquí, la más reciente primero. 🖼 te la envía otra vez, 🔁 la pinta de nuevo.
history-none = Ya no guardo pinturas tuyas aquí. Envía dos fotos para empezar.
history-sending = Ahí va.
command-history = Tus últimas pinturas
command-variants = cuatro imágenes pequeñas para elegir
command-again = Pintar otra vez la última
