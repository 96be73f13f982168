# Knöpfe und die Antworten darauf

button-keep = ⏹ Stopp & behalten
button-cancel = ✖ Abbrechen
button-original = Original-PNG
button-start = ▶ Starten
tap-stopping = Ich höre auf …
tap-keeping = Ich schließe mit dem ab, was da ist …
tap-cancelled = Abgebrochen.
tap-over = Dieses Bild ist schon fertig.
tap-sending = Die Datei ist unterwegs.
tap-no-result = Es gibt kein Ergebnis, das ich schicken könnte.
tap-expired = Die Datei ist nicht mehr da.
tap-not-yours = Das kann nur, wer die Fotos geschickt hat.
tap-unknown = Dieser Knopf stammt aus einer anderen Version und tut nichts mehr.
tap-started = Los geht’s.
tap-error = Das hat nicht geklappt. Bitte versuch es noch einmal.
