# Frühere Gemälde

history-shown = Deine letzten Gemälde hier, die neuesten zuerst. Eine Nummer schickt eines noch einmal, mit seinen Knöpfen.
history-none = Hier habe ich keine Gemälde mehr von dir. Schick zwei Fotos, dann geht es los.
history-sending = Hier kommt es.
command-history = Deine letzten Gemälde
command-variants = Vier kleine Bilder zur Auswahl
command-again = Das letzte Bild noch einmal malen
