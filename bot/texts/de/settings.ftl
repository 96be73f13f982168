# Einstellungen

setting-iterations = Von { $low } bis { $high }: Mehr wird feiner und dauert länger. Beispiel: /iterations { $example }
setting-size = Pixel an der längeren Seite, von { $low } bis { $high }: Größer dauert länger. Beispiel: /size { $example }
setting-strength = Von { $low } bis { $high }: Bei { $low } ändert sich das Foto kaum, bei { $high } bestimmt der Stil alles. Mit /strength default entscheide ich. Beispiel: /strength { $example }
setting-colors = style nimmt die Farben des Stilbilds, keep lässt dem Foto seine eigenen, match gibt den Strichen die Palette des Fotos. Beispiel: /colors { $example }
setting-style_scale = Prozent der üblichen Breite, von { $low } bis { $high }: Mehr macht die Striche breiter. Beispiel: /style_scale { $example }
setting-init = Das Bild, aus dem das Gemälde entsteht. content ist das Foto selbst, recolored das Foto in den Farben des Stils, style-statistics Rauschen in diesen Farben; noise und gray beginnen ohne das Foto. Beispiel: /init { $example }
setting-faces = natural malt ein Gesicht im Stil und lässt es dieselbe Person sein, painted ist freier, off behandelt Gesichter wie alles andere. Beispiel: /faces { $example }
setting-preset = instant braucht eine Sekunde und kennt meine Stile und die von dir, die ich gelernt habe, draft ist schnell und klein, standard das Übliche, fine groß und langsam, classic ein frühes Verfahren, das mit Grau beginnt. Damit werden auch alle anderen Einstellungen gesetzt. Beispiel: /preset { $example }
setting-preset-without-classic = instant braucht eine Sekunde und kennt meine Stile und die von dir, die ich gelernt habe, draft ist schnell und klein, standard das Übliche, fine groß und langsam. Damit werden auch alle anderen Einstellungen gesetzt. Beispiel: /preset { $example }
preset-classic-gone = classic gibt es zurzeit nicht. Ich male dieses Bild mit standard und bleibe dabei.
setting-balanced = Bei classic gibt es keine Stärke: Dort halten sich Foto und Stil von selbst die Waage. Beispiel: /preset standard
setting-instant = Bei instant gibt es nur size, colors und faces. Beispiel: /preset standard
setting-saved = Ab jetzt male ich hier mit { $recipe }
setting-saved-iterations = Ab jetzt male ich hier { $value } Iterationen.
setting-saved-size = Ab jetzt male ich hier mit { $value } Pixeln an der längeren Seite.
bad-number = { $name } muss eine ganze Zahl von { $low } bis { $high } sein, nicht „{ $value }“. Beispiel: { $example }
bad-choice = Für { $name } gibt es { $choices }, nicht „{ $value }“. Beispiel: { $example }
bad-setting = Eine Einstellung „{ $name }“ gibt es nicht. Meinst du { $meant }?
did-you-mean = Meinst du { $meant }?
mistakes-more = { $count ->
    [one] Dazu kommt noch ein Fehler dieser Art.
   *[other] Dazu kommen noch { $count } Fehler dieser Art.
}
settings =
    Deine Einstellungen hier: { $recipe }
    Tipp an, was du ändern möchtest. Mit Worten geht es über /iterations, /size, /strength, /colors, /style_scale, /init, /faces und /preset
    Eine Bildunterschrift wie „iterations=300 size=768“ ändert sie für ein einziges Bild; wer die ganze Zeile von oben schickt, bekommt dieselbe Behandlung.
settings-noted = Für das nächste Bild notiert: { $recipe }

panel-preset = Vorlage: { $value }
panel-iterations = Iterationen: { $value }
panel-size = Größe: { $value }
panel-strength = Stärke: { $value }
panel-colors = Farben: { $value }
panel-style_scale = Striche: { $value }
panel-init = Anfang: { $value }
panel-faces = Gesichter: { $value }
panel-open = ⚙ Einstellungen
panel-reset = ↺ Alles zurücksetzen
panel-all = ‹ Alle Einstellungen
choice-strength-default = automatisch
choice-colors-style = vom Stil
choice-colors-keep = vom Foto
choice-colors-match = angeglichen
choice-init-content = das Foto
choice-init-recolored = umgefärbtes Foto
choice-init-noise = Rauschen
choice-init-style-statistics = farbiges Rauschen
choice-init-gray = Grau
choice-faces-natural = natürlich
choice-faces-painted = gemalt
choice-faces-off = wie der Rest
choice-preset-instant = sofort
choice-preset-draft = Entwurf
choice-preset-standard = Standard
choice-preset-fine = fein
choice-preset-classic = klassisch

command-strength = Wie viel vom Stil
command-colors = Wessen Farben
command-style_scale = Wie breit die Striche sind
command-init = Woraus das Gemälde entsteht
command-faces = Wie Gesichter gemalt werden
command-preset = Alle Einstellungen auf einmal

language-name = Deutsch
choose-language = Welche Sprache soll ich hier mit dir sprechen? Tipp sie an, oder schreib sie, etwa so: /language { $example }
language-saved = Ab jetzt spreche ich hier Deutsch mit dir.
bad-language = Die Sprache „{ $value }“ kenne ich nicht. Ich spreche { $languages }. Beispiel: /language { $example }
