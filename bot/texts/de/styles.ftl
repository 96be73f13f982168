# Vorrätige Stile

gallery-choose = Wähl einen Stil und schick dann das Foto, das ich malen soll.
gallery-choose-now = Wähl den Stil für dein Foto, oder schick ein eigenes Bild.
gallery-names = Der Name genügt auch: { $example } in einer Bildunterschrift oder Nachricht.
gallery-learned = ⚡ Gelernt habe ich { $numbers }: Was ich darin male, beginnt mit einem Sofortbild, und preset=instant nimmt ihn.
gallery-learning = Wenn ich nichts zu malen habe, lerne ich { $numbers }.
gallery-delete = Das sind deine eigenen Stile. Tipp einen an, um ihn zu löschen.
gallery-empty = Hier gibt es noch keine Stile. Schau in einer Minute wieder, oder schick ein eigenes Bild.
style-chosen = Gut, { $name }. Schick mir jetzt das Foto, das ich malen soll.
style-started = Gut, { $name }: Unten siehst du, wie weit ich bin.
tap-style-gone = Diesen Stil gibt es nicht mehr.
tap-style-deleted = Gelöscht.
bad-style = Einen Stil „{ $value }“ kenne ich nicht: Stimmt die Schreibweise, und wird er noch geteilt? Welche es gibt, zeigt /styles – ein Bild als Stil geht auch.
known-styles = Stile: { $styles }
savestyle-how = Antworte auf ein Bild mit { $example }, oder schick eines mit dieser Bildunterschrift. Ohne Bild nehme ich deinen letzten Stil.
bad-style-name = „{ $value }“ geht nicht als Name: erlaubt sind Buchstaben, Ziffern und Bindestriche, höchstens { $high } Zeichen. Beispiel: { $example }
nothing-to-save = Es gibt kein Bild zum Aufheben. Antworte auf eines mit { $example }
style-saved = Als „{ $name }“ aufgehoben. Du findest ihn unter /styles, und style={ $name } in einer Bildunterschrift nimmt ihn.
too-many-styles = { $count ->
    [one] Du hast { $count } Stil aufgehoben, mehr geht nicht. Unter /styles kannst du ihn löschen.
   *[other] Du hast { $count } Stile aufgehoben, mehr geht nicht. Unter /styles kannst du welche löschen.
}
button-styles = 🎨 Stile
button-ownstyles = 🗑 Eigene Stile löschen
button-all-styles = ‹ Alle Stile

command-styles = Stile zur Auswahl
command-style = Als Antwort auf ein Bild: Das ist der Stil
command-content = Als Antwort auf ein Bild: Das ist das Foto
command-savestyle = Einen eigenen Stil aufheben

button-style-night = Nacht
button-style-sunset = Sonnenuntergang
button-style-mosaic = Mosaik
button-style-stained-glass = Buntglas
button-style-waves = Wellen
button-style-autumn = Herbst
button-style-watercolour = Aquarell
button-style-ink-wash = Tusche
button-style-marbling = Marmorpapier
button-style-engraving = Kupferstich
button-style-pencil = Bleistift
button-style-pop-art = Pop-Art
style-coming = Den Stil „{ $value }“ bereite ich gerade noch vor. Versuch es gleich noch einmal, oder schick ein Bild als Stil.
