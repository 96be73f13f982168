# Die Sätze des Bots auf Deutsch; maßgeblich ist en/.

start =
    Schick mir zwei Fotos: erst das, das ich malen soll, dann das, dessen Stil es bekommen soll. Gern auch beide in einer Nachricht.
    Kein Bild für den Stil zur Hand? Unter /styles kannst du dir einen aussuchen.
    Ich fange sofort an und zeige dir, wie das Bild entsteht.
    Mit /settings bestimmst du, wie ich male, /history zeigt deine letzten Gemälde, /privacy sagt, was ich aufhebe; alles Weitere steht unter /help.

help =
    Schick zwei Fotos, nacheinander oder als Album: Das erste male ich im Stil des zweiten.
    In der Bildunterschrift können Einstellungen nur für dieses eine Bild stehen: iterations=300 size=768

    /styles – Stile zur Auswahl; style=waves in einer Bildunterschrift nimmt einen beim Namen
    /settings – Stärke, Farben, Striche und alles Übrige, mit Knöpfen
    /iterations – wie viele Schritte ich male ({ $iterations })
    /size – längere Seite des Bildes in Pixeln ({ $size })
    /history – deine letzten Gemälde, um eines noch einmal zu bekommen
    /status – deine Bilder in Arbeit
    /cancel – sie abbrechen und ein Foto vergessen, das auf sein Gegenstück wartet
    /style, /content – als Antwort auf ein Bild oder als Bildunterschrift: Das ist der Stil, oder das Foto, das ich malen soll
    /savestyle – einen Stil unter eigenem Namen aufheben
    /language – die Sprache, die ich mit dir spreche
    /privacy – was ich von dir aufhebe, und wie lange
    /forget – alles davon löschen
