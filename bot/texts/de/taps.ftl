# Knöpfe und die Antworten darauf

button-keep = ⏹ Stopp & behalten
button-cancel = ✖ Abbrechen
button-original = Original-PNG
button-stronger = Stärker
button-softer = Sanfter
button-colors = Farben behalten
button-colors-style = Farben des Stils
button-bigger = Größer
button-more = { $count ->
    [one] +{ $count } Iteration
   *[other] +{ $count } Iterationen
}
button-again = Noch einmal
button-restyle = Anderer Stil
button-film = Zeitraffer
button-retry = 🔁 Noch einmal versuchen
button-start = ▶ Starten
button-variants = Vier Varianten
button-sketch = 🎲 Erst vier Varianten
turn-style = Neuer Stil
turn-how = Schick den neuen Stil: ein Bild oder einen von meinen. Was gerade gemalt wird, übernimmt ihn sofort.
turned-style = Das ist ab jetzt der Stil; die Karte zeigt, wie sich das Bild wandelt.
variants-noted = Ich skizziere vier Varianten, aus denen du eine wählst.
tap-turned = Erledigt: ab der nächsten Iteration.
tap-turned-before = Das hat sich schon geändert: Die Karte zeigt es gleich.
tap-send-style = Schick jetzt den neuen Stil.
tap-keeping = Ich schließe mit dem ab, was da ist …
tap-cancelled = Abgebrochen.
tap-over = Dieses Bild ist schon fertig.
tap-sending = Die Datei ist unterwegs.
tap-no-result = Es gibt kein Ergebnis, das ich schicken könnte.
tap-expired = Die Datei ist nicht mehr da.
tap-not-yours = Das kann nur, wer die Fotos geschickt hat.
tap-unknown = Dieser Knopf stammt aus einer anderen Version und tut nichts mehr.
tap-started = Los geht’s.
tap-strongest = Stärker geht es nicht.
tap-softest = Sanfter geht es nicht.
tap-largest = Größer darf ich nicht malen.
tap-most-iterations = Mehr Iterationen darf ich nicht malen.
tap-balanced = Bei classic gibt es keine Stärke, die sich ändern ließe.
tap-child-done = Das habe ich schon gemalt: Du findest es unter /history.
tap-child-in-work = Ich bin schon dabei.
tap-set = Notiert.
tap-not-your-settings = Das sind die Einstellungen von jemand anderem. Deine zeigt /settings
tap-error = Das hat nicht geklappt. Bitte versuch es noch einmal.
