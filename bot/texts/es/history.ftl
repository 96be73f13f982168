# Pinturas anteriores

history-shown = Tus últimas pinturas aquí, la más reciente primero. Un número te envía una otra vez, con sus botones.
history-none = Ya no guardo pinturas tuyas aquí. Envía dos fotos para empezar.
history-sending = Ahí va.
command-history = Tus últimas pinturas
command-variants = Cuatro imágenes pequeñas para elegir
command-again = Pintar otra vez la última
