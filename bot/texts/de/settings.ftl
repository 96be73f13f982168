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
