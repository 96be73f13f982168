# Die Karte eines Auftrags

card-queued = In der Warteschlange auf Platz { $place }.
card-next = In der Warteschlange auf Platz 1: Es geht gleich los.
card-queued-eta = In der Warteschlange auf Platz { $place } · Start in ≈{ $wait }
card-paused = Unterbrochen bei { $iteration } von { $iterations }; gleich geht es dort weiter.
card-starting = Ich fange an …
card-learning = Ich sehe mir deine beiden Bilder an …
card-resumed = Weiter ab { $iteration } von { $iterations } …
card-foretold = { $words } Fertig in ≈{ $left }.
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    Abstand: Inhalt { NUMBER($content, maximumSignificantDigits: 3) } · Stil { NUMBER($style, maximumSignificantDigits: 3) }
card-smaller = Für diese Größe reicht der Speicher des Rechners nicht, deshalb male ich kleiner.
card-finishing = Ich schließe mit dem ab, was da ist …
card-done =
    <code>{ $recipe }</code>
    { $iterations ->
        [one] { $iterations } Iteration
       *[other] { $iterations } Iterationen
    }, { $width }×{ $height } px, { $time }
card-draft = Ein erster Eindruck. Jetzt male ich es richtig …
card-turning = ↪ { $what }, ab der nächsten Iteration
card-turned = ↪ { $what }, seit Iteration { $since }
card-sketched =
    Vier Möglichkeiten. Wähle eine, und ich male sie zu Ende:
    1 wie gewünscht · 2 stärker · 3 mit den anderen Farben · 4 breitere Striche
card-taken = Variante { $number }
card-repeated = Das hatte ich schon gemalt: dieselben Bilder, dieselben Einstellungen. Für ein anderes tippe auf „Noch einmal“.
card-cancelled = Abgebrochen.

told-done = Hier ist dein Gemälde.
told-sketched = Hier sind vier Varianten: Wähle eine.
told-failed = Dieses Bild konnte ich nicht malen.

failure-internal = Bei mir ist etwas schiefgegangen. Bitte versuch es noch einmal.
failure-engine_lost = Die Engine ist dabei dreimal stehen geblieben. Versuch es kleiner, etwa mit /size 384.
failure-not_finite = Die Zahlen sind aus dem Ruder gelaufen. Versuch ein anderes Stilbild oder weniger Iterationen.
failure-weights_unavailable = Die Gewichte der Engine sind nicht da, wo sie sein sollen; darum muss sich der Betreiber kümmern.
failure-invalid_settings = Diese Einstellungen passen nicht zusammen. Du siehst sie unter /settings
failure-out_of_memory = Der Rechner hat für diese Größe zu wenig Speicher. Versuch es kleiner, etwa mit /size 384.
failure-beyond_memory = Der Rechner hat selbst für die kleinste Größe zu wenig Speicher; darum muss sich der Betreiber kümmern.
failure-picture = Eines der beiden Bilder war nicht zu gebrauchen. Bitte schick sie noch einmal.
