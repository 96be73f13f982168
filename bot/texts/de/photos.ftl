# Fotos

content-kept = Das Foto habe ich. Schick mir jetzt das Bild, dessen Stil es bekommen soll.
style-kept = Das Stilbild habe ich. Schick mir jetzt das Foto, das ich malen soll.
both-kept = Beide Fotos habe ich aufgehoben.
album-of-many = Ein Album mit { $count } Bildern: Das erste male ich, das zweite gibt den Stil vor.
start-anyway = Schick bessere Einstellungen, etwa iterations=300 size=512, oder fang mit den gespeicherten an.
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
