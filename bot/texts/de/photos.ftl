# Fotos

content-kept = Das Foto habe ich. Schick mir jetzt ein Bild in dem Stil, den es bekommen soll.
style-kept = Das Stilbild habe ich. Schick mir jetzt das Foto, das ich malen soll.
reply-in-group = Hier in der Gruppe antworte damit bitte auf diese Nachricht, sonst sehe ich es nicht.
both-kept = Beide Fotos habe ich aufgehoben.
start-anyway = Schick andere Einstellungen, etwa iterations=300 size=512, oder tippe auf Start, um mit deinen zu malen.
one-moment = Einen Moment bitte: Gerade kommen viele Bilder auf einmal.
choices-kept = { $count ->
    [one] Das erste Bild des Albums male ich. Welcher Stil soll es sein?
   *[other] Soll ich das ganze Album malen, als Serie in einem Stil? Oder nur das erste Bild, im Stil von einem der anderen { $count } oder von allen zusammen?
}
same-picture = Beide Bilder sind gleich. Ich male es trotzdem.
draft-started = Ich habe alles: Unten siehst du, wie weit ich bin.
content-how = Antworte mit /content auf das Foto, das ich malen soll, oder schick es mit der Bildunterschrift /content
no-picture-there = In dieser Nachricht sehe ich kein Bild. Antworte auf ein Foto, eine Datei oder einen unbewegten Sticker.
frame-offer = Das bewegt sich, aber ich kann ein Standbild davon nehmen.
picture-transparent = Teile dieses Bildes sind durchsichtig. Ich male sie weiß.
button-pick = Stil { $number }
button-blend = Alle mischen
button-asstyle = ⇄ Das ist der Stil
button-ascontent = ⇄ Das ist das Foto
button-swap = ⇄ Tauschen
button-drop = ✖ Verwerfen
button-laststyle = ↺ Im letzten Stil
button-lastphoto = ⇄ Für mein letztes Foto
button-frame = Dieses Bild nehmen
tap-draft-over = Dieses Bild wartet nicht mehr.
tap-forgotten = Vergessen.
tap-swapped = Foto und Stil sind getauscht.
tap-frame-gone = An dieses Standbild komme ich nicht mehr heran. Schick mir stattdessen ein Bild.
tap-frame-used = Das Standbild habe ich genommen.
not-in-albums = Für { $name } schick das Bild einzeln, nicht in einem Album.
edit-too-late = An diesem Bild male ich schon, die Bildunterschrift ändert also nichts mehr. Für ein anderes brich es mit /cancel ab und schick es noch einmal.

problem-picture_unreadable = Das konnte ich nicht als Bild lesen: Es ist beschädigt oder gar kein Bild. Schick ein JPEG, PNG oder WebP.
problem-picture_truncated = Die Datei dieses Bildes ist unvollständig. Bitte schick es noch einmal.
problem-picture_format = Diese Art von Bild kann ich nicht lesen. Ich lese JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP und unbewegte GIF.
problem-picture_animated = Dieses Bild bewegt sich. Schick ein unbewegtes; ein Screenshot davon genügt.
problem-picture_too_small = Dieses Bild ist zu klein: Die kürzere Seite braucht mindestens 64 Pixel.
problem-picture_too_large = Dieses Bild hat mehr als 50 Megapixel. Schick eine kleinere Fassung, oder schick es als Foto statt als Datei.
problem-picture_too_heavy = Diese Datei ist größer als 20 MB. Schick das Bild als Foto statt als Datei.
problem-picture_too_long = Dieses Bild ist zu lang und schmal: Die längere Seite darf höchstens 20-mal so lang sein wie die kürzere. Bitte schneide es zu.
problem-download_failed = Ich konnte dieses Bild nicht von Telegram laden. Bitte schick es noch einmal.
problem-disk_full = Mein Speicherplatz ist voll, darum kann ich gerade kein Bild annehmen. Bitte schick es später noch einmal, sobald der Betreiber Platz gemacht hat.
problem-sticker = Dieser Sticker bewegt sich. Schick einen unbewegten oder ein Bild.
problem-animation = Ein GIF bewegt sich. Schick ein unbewegtes Bild; ein Screenshot davon genügt.
problem-video = Ein Video bewegt sich. Schick ein unbewegtes Bild; ein Screenshot davon genügt.
problem-sound = Ich male Bilder, keine Töne. Schick mir zwei Fotos.
problem-text = Schick mir zwei Fotos: erst das, das ich malen soll, dann den Stil. Mehr steht unter /help
problem-other = Ich kann nur Bilder gebrauchen. Schick mir zwei Fotos: erst das, das ich malen soll, dann den Stil.
problem-command = Diesen Befehl kenne ich nicht. Die bekannten stehen unter /help
