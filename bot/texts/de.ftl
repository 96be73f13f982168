# Die Sätze des Bots auf Deutsch; maßgeblich ist en.ftl.

start =
    Schick mir zwei Fotos: erst das, das ich malen soll, dann das, dessen Stil es bekommen soll. Gern auch beide in einer Nachricht.
    Ich fange sofort an und zeige dir, wie das Bild entsteht.
    Mit /iterations und /size bestimmst du, wie lange und wie groß ich male; alles Weitere steht unter /help.

help =
    Schick zwei Fotos, nacheinander oder als Album: Das erste male ich im Stil des zweiten.
    In der Bildunterschrift können Einstellungen nur für dieses eine Bild stehen: iterations=300 size=768

    /iterations – wie viele Schritte ich male ({ $iterations })
    /size – längere Seite des Bildes in Pixeln ({ $size })
    /settings – was gerade eingestellt ist
    /status – deine Bilder in Arbeit
    /cancel – sie abbrechen und ein Foto vergessen, das auf sein Gegenstück wartet
    /language – die Sprache, die ich mit dir spreche

# Fotos

content-kept = Das Foto habe ich. Schick mir jetzt das Bild, dessen Stil es bekommen soll.
style-kept = Das Stilbild habe ich. Schick mir jetzt das Foto, das ich malen soll.
both-kept = Beide Fotos habe ich aufgehoben.
album-of-many = Ein Album mit { $count } Bildern: Das erste male ich, das zweite gibt den Stil vor.
start-anyway = Schick bessere Einstellungen, etwa iterations=300 size=512, oder fang mit den gespeicherten an.
start-again = Sobald eines davon fertig ist, kannst du hier starten.
nothing-to-start = Hier warten keine zwei Fotos. Schick mir zwei.

problem-picture_unreadable = Das konnte ich nicht als Bild lesen: Es ist beschädigt oder gar kein Bild. Schick ein JPEG, PNG oder WebP.
problem-picture_truncated = Die Datei dieses Bildes bricht zu früh ab. Bitte schick es noch einmal.
problem-picture_format = Diese Art von Bild kann ich nicht lesen. Schick ein JPEG, PNG, WebP, HEIC, TIFF oder BMP.
problem-picture_animated = Dieses Bild bewegt sich. Schick ein unbewegtes; ein Screenshot davon genügt.
problem-picture_too_small = Dieses Bild ist zu klein: Die kürzere Seite braucht mindestens 64 Pixel.
problem-picture_too_large = Dieses Bild hat mehr als 50 Megapixel. Schick eine kleinere Fassung, oder schick es als Foto statt als Datei.
problem-picture_too_heavy = Diese Datei ist größer als 20 MB. Schick das Bild als Foto statt als Datei.
problem-picture_too_long = Dieses Bild ist zu lang und schmal: Die längere Seite darf höchstens 20-mal so lang sein wie die kürzere. Bitte schneide es zu.
problem-download_failed = Ich konnte dieses Bild nicht von Telegram laden. Bitte schick es noch einmal.
problem-sticker = Ein Sticker ist kein Foto. Schick mir bitte ein Bild.
problem-animation = Ein GIF bewegt sich. Schick ein unbewegtes Bild; ein Screenshot davon genügt.
problem-video = Ein Video bewegt sich. Schick ein unbewegtes Bild; ein Screenshot davon genügt.
problem-sound = Ich male Bilder, keine Töne. Schick mir zwei Fotos.
problem-text = Schick mir zwei Fotos: erst das, das ich malen soll, dann den Stil. Mehr steht unter /help
problem-other = Ich kann nur Bilder gebrauchen. Schick mir zwei Fotos: erst das, das ich malen soll, dann den Stil.
problem-command = Diesen Befehl kenne ich nicht. Die bekannten stehen unter /help

# Einstellungen

setting-iterations = iterations steht auf { $value }. Möglich sind { $low } bis { $high }: Mehr wird feiner und dauert länger. Beispiel: /iterations { $example }
setting-size = size steht auf { $value } Pixel an der längeren Seite. Möglich sind { $low } bis { $high }: Größer dauert länger. Beispiel: /size { $example }
setting-saved-iterations = Ab jetzt male ich hier { $value } Iterationen.
setting-saved-size = Ab jetzt male ich hier mit { $value } Pixeln an der längeren Seite.
bad-iterations = iterations muss eine ganze Zahl von { $low } bis { $high } sein, nicht „{ $value }“. Beispiel: { $example }
bad-size = size muss eine ganze Zahl von { $low } bis { $high } sein, nicht „{ $value }“. Beispiel: { $example }
bad-setting = Eine Einstellung „{ $name }“ gibt es nicht. In der Bildunterschrift kann stehen: iterations=300 size=768
settings =
    Deine Einstellungen hier: { $recipe }
    /iterations { $low_iterations } bis { $high_iterations }, /size { $low_size } bis { $high_size }.
    Eine Bildunterschrift wie „iterations=300 size=768“ ändert sie für ein einziges Bild.
settings-noted = Für das nächste Bild notiert: { $recipe }

language-name = Deutsch
choose-language = Welche Sprache soll ich hier mit dir sprechen? Tipp sie an, oder schreib sie, etwa so: /language { $example }
language-saved = Ab jetzt spreche ich hier Deutsch mit dir.
bad-language = Die Sprache „{ $value }“ kenne ich nicht. Ich spreche { $languages }. Beispiel: /language { $example }

# Aufträge

too-many-jobs = { $count ->
    [one] Du hast ein Bild in Arbeit, mehr geht nicht auf einmal. Beide Fotos habe ich aufgehoben.
   *[other] Du hast { $count } Bilder in Arbeit, mehr geht nicht auf einmal. Beide Fotos habe ich aufgehoben.
}
queue-full = Es warten so viele Bilder, dass ich gerade keine mehr annehme. Beide Fotos habe ich aufgehoben.
status-none = Nichts in Arbeit. Schick zwei Fotos, dann geht es los.
status-queued = Wartet auf Platz { $place } der Warteschlange ({ $recipe })
status-paused = Wartet darauf, bei { $iteration } von { $iterations } weiterzumachen ({ $recipe })
status-running = Wird gemalt, { $iteration } von { $iterations } ({ $recipe })
status-draft-content = Ein Foto zum Malen wartet auf sein Stilbild.
status-draft-style = Ein Stilbild wartet auf das Foto zum Malen.
status-draft-both = Zwei Fotos warten darauf, dass du startest.
cancelled-jobs = { $count ->
    [one] Ein Bild abgebrochen.
   *[other] { $count } Bilder abgebrochen.
}
cancelled-draft = Das wartende Foto ist vergessen.
cancelled-nothing = Es gibt nichts abzubrechen.

# Die Karte eines Auftrags

card-queued = In der Warteschlange auf Platz { $place }.
card-queued-eta = In der Warteschlange auf Platz { $place } · Start in ≈{ $wait }
card-paused = Unterbrochen bei { $iteration } von { $iterations }; gleich geht es dort weiter.
card-starting = Ich fange an …
card-learning = Ich sehe mir deine beiden Bilder an …
card-resumed = Weiter ab { $iteration } von { $iterations } …
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    Inhalt { NUMBER($content, maximumSignificantDigits: 3) } · Stil { NUMBER($style, maximumSignificantDigits: 3) }
card-stopping = Ich höre auf …
card-finishing = Ich schließe mit dem ab, was da ist …
card-done =
    { $recipe }
    { $iterations ->
        [one] { $iterations } Iteration
       *[other] { $iterations } Iterationen
    }, { $width }×{ $height } px, { $time }
card-cancelled = Abgebrochen.

told-done = Hier ist dein Gemälde.
told-failed = Dieses Bild konnte ich nicht malen.

failure-internal = Bei mir ist etwas schiefgegangen. Bitte versuch es noch einmal.
failure-engine_lost = Die Engine ist dabei dreimal stehen geblieben. Versuch es kleiner, etwa mit /size 384.
failure-not_finite = Die Zahlen sind aus dem Ruder gelaufen. Versuch ein anderes Stilbild oder weniger Iterationen.
failure-weights_unavailable = Die Gewichte der Engine sind nicht da, wo sie sein sollen; darum muss sich der Betreiber kümmern.
failure-invalid_settings = Diese Einstellungen passen nicht zusammen. Du siehst sie unter /settings
failure-out_of_memory = Der Rechner hat für diese Größe zu wenig Speicher. Versuch es kleiner, etwa mit /size 384.
failure-picture = Eines der beiden Bilder war nicht zu gebrauchen. Bitte schick sie noch einmal.

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

# Alles andere

not-allowed = Dieser Bot ist privat: Sein Betreiber hat dich oder diesen Chat nicht freigeschaltet.
sorry = Bei mir ist etwas schiefgegangen; es ist vermerkt. Bitte versuch es noch einmal.
command-start = So funktioniert es
command-help = Alle Befehle
command-iterations = Wie viele Schritte ich male
command-size = Wie groß ich male
command-settings = Was gerade eingestellt ist
command-status = Deine Bilder in Arbeit
command-cancel = Abbrechen und vergessen
command-language = Die Sprache, die ich spreche
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min
