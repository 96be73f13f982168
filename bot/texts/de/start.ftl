# Die Sätze des Bots auf Deutsch; maßgeblich ist en/.

start =
    Ich male dein Foto im Stil eines beliebigen Bildes.

    Schick mir zwei Fotos: erst das, das ich malen soll, dann ein Bild in dem Stil, den du willst. Gern auch beide in einer Nachricht.
    Ich fange sofort an und zeige dir, wie das Bild entsteht. Ist es fertig, machen Knöpfe darunter es stärker, sanfter oder größer.

    Kein Bild zur Hand? Probier ein Beispiel, oder such dir einen meiner Stile aus. Was ich alles kann, steht unter /help, was ich aufhebe, unter /privacy.

button-example = ✨ Ein Beispiel probieren
button-gallery = 🎨 Stil aussuchen
tap-not-your-start = Diese Knöpfe gehören dem, der gefragt hat. Eigene bekommst du mit /start

help =
    Schick zwei Fotos, nacheinander oder als Album: Das erste male ich im Stil des zweiten.
    In der Bildunterschrift können Einstellungen nur für dieses eine Bild stehen: iterations=300 size=768
    Rezept, hinter Mehr … unter einem Gemälde, kopiert so eine Zeile: Wer sie mit seinen Fotos schickt, bekommt sie genauso gemalt.

    /styles – Stile zur Auswahl; style=waves in einer Bildunterschrift nimmt einen beim Namen
    /series – ein Album von zwei bis zehn Fotos, alle in einem Stil gemalt
    /variants – vier kleine Fassungen zur Auswahl
    /region – ein Teil deines Fotos bekommt einen eigenen Stil; /protect – er bleibt, wie er ist

    /again – das letzte Bild noch einmal, ein wenig anders
    /history – deine letzten Gemälde, um eines noch einmal zu bekommen
    /status – deine Bilder in Arbeit
    /cancel – sie abbrechen und ein Foto vergessen, das auf sein Gegenstück wartet

    /settings – Stärke, Farben, Striche und alles Übrige, mit Knöpfen
    /iterations – wie viele Schritte ich male ({ $iterations })
    /size – längere Seite des Bildes in Pixeln ({ $size })
    /strength, /colors, /style_scale, /init, /faces, /preset – die übrigen Einstellungen beim Namen

    /style, /content – als Antwort auf ein Bild oder als Bildunterschrift: Das ist der Stil, oder das Foto, das ich malen soll
    /savestyle – einen Stil unter eigenem Namen aufheben
    /share – dem Stil eines Gemäldes einen Namen für alle geben; /shared zeigt deine, /unshare nimmt einen zurück

    /language – die Sprache, die ich mit dir spreche
    /privacy – was ich von dir aufhebe, und wie lange
    /forget – alles davon löschen
