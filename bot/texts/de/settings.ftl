# Einstellungen

setting-iterations = iterations steht auf { $value }. Möglich sind { $low } bis { $high }: Mehr wird feiner und dauert länger. Beispiel: /iterations { $example }
setting-size = size steht auf { $value } Pixel an der längeren Seite. Möglich sind { $low } bis { $high }: Größer dauert länger. Beispiel: /size { $example }
setting-strength = strength steht auf { $value }. Möglich sind { $low } bis { $high }: Bei { $low } ändert sich das Foto kaum, bei { $high } bestimmt der Stil alles; „default“ überlässt es den Bildern. Beispiel: /strength { $example }
setting-colors = colors steht auf { $value }. style nimmt die Farben des Stilbilds, keep lässt dem Foto seine eigenen, match gibt den Strichen die Palette des Fotos. Beispiel: /colors { $example }
setting-stroke = stroke steht auf { $value } Prozent des Üblichen. Möglich sind { $low } bis { $high }: Mehr macht die Striche breiter. Beispiel: /stroke { $example }
setting-begin = begin steht auf { $value }: das Bild, aus dem das Gemälde entsteht. content ist das Foto selbst, recoloured das Foto in den Farben des Stils, style-statistics Rauschen in diesen Farben; noise und grey wissen von beiden nichts. Beispiel: /begin { $example }
setting-preset = preset steht auf { $value }. draft ist schnell und klein, standard das Übliche, fine groß und langsam, classic ein frühes Verfahren, das mit Rauschen beginnt. Damit werden auch alle anderen Einstellungen gesetzt. Beispiel: /preset { $example }
setting-balanced = Bei classic gibt es keine Stärke: Dort halten sich Foto und Stil von selbst die Waage. Beispiel: /preset standard
setting-saved = Ab jetzt male ich hier mit { $recipe }
setting-saved-iterations = Ab jetzt male ich hier { $value } Iterationen.
setting-saved-size = Ab jetzt male ich hier mit { $value } Pixeln an der längeren Seite.
bad-number = { $name } muss eine ganze Zahl von { $low } bis { $high } sein, nicht „{ $value }“. Beispiel: { $example }
bad-choice = Für { $name } gibt es { $choices }, nicht „{ $value }“. Beispiel: { $example }
bad-setting = Eine Einstellung „{ $name }“ gibt es nicht. In der Bildunterschrift kann stehen: iterations=300 size=768
settings =
    Deine Einstellungen hier: { $recipe }
    Tipp an, was du ändern möchtest. Mit Worten geht es über /iterations, /size, /strength, /colors, /stroke, /begin und /preset
    Eine Bildunterschrift wie „iterations=300 size=768“ ändert sie für ein einziges Bild; wer die ganze Zeile von oben schickt, bekommt dieselbe Behandlung.
settings-noted = Für das nächste Bild notiert: { $recipe }

panel-preset = Vorlage: { $value }
panel-iterations = Iterationen: { $value }
panel-size = Größe: { $value }
panel-strength = Stärke: { $value }
panel-colors = Farben: { $value }
panel-stroke = Striche: { $value }
panel-begin = Anfang: { $value }
panel-open = ⚙ Einstellungen
panel-reset = ↺ Alles zurücksetzen
panel-all = ‹ Alle Einstellungen
choice-strength-default = je nach Bildern
choice-colors-style = vom Stil
choice-colors-keep = vom Foto
choice-colors-match = angeglichen
choice-begin-content = das Foto
choice-begin-recoloured = umgefärbtes Foto
choice-begin-noise = Rauschen
choice-begin-style-statistics = farbiges Rauschen
choice-begin-grey = Grau
choice-preset-draft = Entwurf
choice-preset-standard = Standard
choice-preset-fine = fein
choice-preset-classic = klassisch

command-strength = Wie viel vom Stil
command-colors = Wessen Farben
command-stroke = Wie breit die Striche sind
command-begin = Woraus das Gemälde entsteht
command-preset = Alle Einstellungen auf einmal

language-name = Deutsch
choose-language = Welche Sprache soll ich hier mit dir sprechen? Tipp sie an, oder schreib sie, etwa so: /language { $example }
language-saved = Ab jetzt spreche ich hier Deutsch mit dir.
bad-language = Die Sprache „{ $value }“ kenne ich nicht. Ich spreche { $languages }. Beispiel: /language { $example }
