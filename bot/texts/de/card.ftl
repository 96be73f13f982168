# Die Karte eines Auftrags

card-queued = In der Warteschlange auf Platz { $place }.
card-next = In der Warteschlange auf Platz 1: Es geht gleich los.
card-queued-eta = In der Warteschlange auf Platz { $place } · Start in ≈{ $wait }
card-paused = Unterbrochen bei { $iteration } von { $iterations }; gleich geht es dort weiter.
card-starting = Ich fange an …
card-learning = Ich sehe mir deine beiden Bilder an …
card-resumed = Weiter ab { $iteration } von { $iterations } …
card-foretold = { $words } Fertig in ≈{ $left }.
card-progress = { $bar } { $iteration }/{ $iterations } · ≈{ $left }
card-smaller = Für diese Größe reicht der Speicher des Rechners nicht, deshalb male ich kleiner.
card-finishing = Ich schließe mit dem ab, was da ist …
card-done = { $width }×{ $height } px · { $time }
card-draft = Ein erster Eindruck. Jetzt male ich es richtig …
card-steering = ↪ { $what }, ab der nächsten Iteration
card-steered = ↪ { $what }, seit Iteration { $since }
card-sketched =
    Vier Arten, es zu malen. Wähle eine, dann male ich diese weiter:
    1 wie gewünscht · 2 kräftig · 3 zart · 4 andere Farben
card-taken = Variante { $number }
card-repeated = Das hatte ich schon gemalt: dieselben Bilder, dieselben Einstellungen. Für ein anderes tippe auf „Noch einmal“.
card-canceled = Abgebrochen.

told-done = Hier ist dein Gemälde.
told-sketched = Hier sind vier Varianten: Wähle eine.
told-failed = Dieses Bild konnte ich nicht malen.

failure-internal = Bei mir ist etwas schiefgegangen. Bitte versuch es noch einmal.
failure-engine_lost = Die Engine ist dabei dreimal stehen geblieben. Versuch es kleiner, etwa mit /size 384.
failure-not_finite = Das Gemälde ist unterwegs zerfallen. Versuch ein anderes Stilbild oder weniger Iterationen.
failure-weights_unavailable = Die Gewichte der Engine sind nicht da, wo sie sein sollen; darum muss sich der Betreiber kümmern.
failure-invalid_settings = Diese Einstellungen passen nicht zusammen. Du siehst sie unter /settings
failure-out_of_memory = Der Rechner hat für diese Größe zu wenig Speicher. Versuch es kleiner, etwa mit /size 384.
failure-beyond_memory = Der Rechner hat selbst für die kleinste Größe zu wenig Speicher; darum muss sich der Betreiber kümmern.
failure-picture = Eines der beiden Bilder war nicht zu gebrauchen. Bitte schick sie noch einmal.
card-below = ✓ Fertig: siehe unten.
card-failed-below = ✖ Daraus wurde nichts: siehe unten.
card-no-photos = Dein Gemälde ist fertig, aber ich darf in diesem Chat keine Bilder senden. Sobald ein Admin mir Fotos erlaubt, kommt es von selbst.
card-pair = 1 wird im Stil von 2 gemalt.
card-warming = In der Warteschlange auf Platz { $place }: Es geht los, sobald die Maschine warmgelaufen ist, vielleicht in einer Minute.
