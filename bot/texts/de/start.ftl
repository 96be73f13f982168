# Die Sätze des Bots auf Deutsch; maßgeblich ist en/.

start =
    Schick mir zwei Fotos: erst das, das ich malen soll, dann das, dessen Stil es bekommen soll. Gern auch beide in einer Nachricht.
    Ich fange sofort an und zeige dir, wie das Bild entsteht.
    Mit /iterations und /size bestimmst du, wie lange und wie groß ich male; alles Weitere steht unter /help.

help =
    Schick zwei Fotos, nacheinander oder als Album: Das erste male ich im Stil des zweiten.
    In der Bildunterschrift können Einstellungen nur für dieses eine Bild stehen: iterations=300 size=768

    /iterations – wie viele Schritte ich male ({ $iterations })
    /size – längere Seite des Bildes in Pixeln ({ $size })
    /settings – Stärke, Farben, Striche und alles Übrige, mit Knöpfen
    /status – deine Bilder in Arbeit
    /cancel – sie abbrechen und ein Foto vergessen, das auf sein Gegenstück wartet
    /language – die Sprache, die ich mit dir spreche
    /history – deine letzten Gemälde, um eines noch einmal zu bekommen
    /privacy – was ich von dir aufhebe, und wie lange
    /forget – alles davon löschen
