# Frühere Gemälde

history-shown = Deine letzten Gemälde hier, das neueste zuerst. 🖼 schickt eines noch einmal, 🔁 malt es neu.
history-none = Hier habe ich keine Gemälde mehr von dir. Schick zwei Fotos, dann geht es los.
history-sending = Hier kommt es.
command-history = Deine letzten Gemälde
command-variants = vier kleine Bilder zur Auswahl
command-again = Das letzte Bild noch einmal malen
