# Bereiche eines Fotos

command-region = Einem Teil deines Fotos einen eigenen Stil geben
command-protect = Einen Teil deines Fotos lassen, wie er ist
region-how = Schick mir zuerst das Foto. Zeichne dann in Telegrams Editor darauf, einen Kreis oder eine Schraffur, und schick das mit /region als Beschriftung. Oder schick nur /region und wähle einen Teil mit einem Knopf.
protect-how = Schick mir zuerst das Foto. Übermale dann in Telegrams Editor, was bleiben soll, wie es ist, und schick das mit /protect als Beschriftung. Oder schick nur /protect und wähle einen Teil mit einem Knopf.
region-which = Welcher Teil soll einen eigenen Stil bekommen? Zeichne in Telegrams Editor auf das Foto, einen Kreis darum oder eine Schraffur darüber, und schick das mit /region als Beschriftung. Oder wähle einen Teil:
protect-which = Welcher Teil soll bleiben, wie er ist? Zeichne in Telegrams Editor auf das Foto, einen Kreis darum oder eine Schraffur darüber, und schick das mit /protect als Beschriftung. Oder wähle einen Teil:
region-right = Ist der eingefärbte Teil richtig? Wenn ja, schick gleich seinen Stil, oder tippe auf Ja.
protect-right = Der eingefärbte Teil bleibt wie auf dem Foto, ich male nur den Rest. Stimmt das so?
region-which-style = Jetzt der Stil für Bereich { $number }: Schick ein Bild, oder wähle eines.
region-which-rest = { $count ->
    [one] Der Bereich hat seinen Stil.
   *[other] Alle { $count } Bereiche haben ihren Stil.
} Schick jetzt den Stil für den Rest, oder lass den Rest, wie er ist. Mit /region kommt ein weiterer Bereich dazu.
protect-kept = Dieser Teil bleibt, wie er ist. Schick jetzt den Stil für den Rest.
region-too-many = { $count ->
    [one] Mehr als ein Bereich geht nicht auf einem Foto.
   *[other] Mehr als { $count } Bereiche gehen nicht auf einem Foto.
}
drawn-elsewhere = Ich erkenne dein Foto unter der Zeichnung nicht. Zeichne auf genau das Foto, das du geschickt hast, ohne es zuzuschneiden oder zu drehen.
nothing-drawn = Ich sehe nichts darauf gezeichnet. Zieh einen Kreis um den Teil, oder schraffiere ihn, in einer Farbe, die auffällt.
region-too-small = Dann bliebe nichts vom Bereich.
region-everything = Das wäre das ganze Foto.
region-no-sky = Ich sehe auf diesem Foto keinen Himmel. Zeichne ihn bitte ein.
region-no-person = Ich sehe auf diesem Foto kein Gesicht. Zeichne die Menschen bitte ein.
tap-region-over = Dieser Bereich ist geklärt oder steht nicht mehr zur Frage.
people-right = Zuerst die Person, hier eingefärbt: Schick ihren Stil, oder tippe auf Ja und wähle einen.
people-which-style = Jetzt der Stil für die Person: Schick ein Bild, oder wähle eines.
people-which-rest = Die Person hat ihren Stil. Schick jetzt den Stil für den Hintergrund, oder lass den Rest, wie er ist. Mit /region kommt ein weiterer Bereich dazu.
button-only-person = Nur die Person
button-only-background = Nur der Hintergrund
button-two-styles = Zwei Stile
button-right = ✓ Ja, dieser Teil
button-wrong = ✖ Nicht dieser Teil
button-grow = Größer
button-shrink = Kleiner
button-invert = Umkehren
button-reststays = Rest lassen, wie er ist
part-left = Linke Hälfte
part-right = Rechte Hälfte
part-top = Obere Hälfte
part-bottom = Untere Hälfte
part-leftthird = Linkes Drittel
part-middlethird = Mittleres Drittel
part-rightthird = Rechtes Drittel
part-centre = Mitte
part-border = Rand
part-sky = Himmel
part-ground = Boden
part-person = Menschen
part-background = Hintergrund
card-regions = { $count ->
    [one] Ein Bereich hat einen eigenen Stil.
   *[other] { $count } Bereiche haben eigene Stile.
}
card-protected = Ein Teil des Fotos blieb, wie er ist.
share-regions = Dieses Bild hat Bereiche mit eigenen Stilen. Teile einen Stil von einem Bild, das ihn überall hat.
