# Geteilte Stile

share-done =
    Geteilt. Wer diese Zeile mit einem eigenen Foto schickt, bekommt es genauso gemalt, samt Stil:
    <code>{ $recipe }</code>
    Dass der Stil von dir ist, erfährt dabei niemand. /unshare { $name } nimmt ihn sofort zurück, /shared zeigt, was du teilst.
share-named =
    Diesen Stil können schon alle haben. Wer diese Zeile mit einem Foto schickt, bekommt es genauso gemalt:
    <code>{ $recipe }</code>
share-how = Es gibt noch keinen Stil zum Teilen. Antworte mit /share auf eines deiner Gemälde, oder wähl erst einen Stil. Ein eigener Name darf folgen: { $example }
share-not-yours = Teilen kannst du den Stil deiner eigenen Gemälde und Bilder, die du geschickt hast. Antworte mit /share auf eines davon.
share-expired = Das Bild zu diesem Stil habe ich nicht mehr. Schick es noch einmal und sag dann /share
share-taken = Der Name „{ $name }“ ist vergeben. Nimm einen anderen, etwa { $example }, oder sag nur /share, dann denke ich mir einen aus.
unshare-done = Zurückgenommen: { $names }. Ab jetzt bekommt ihn niemand mehr; was in Arbeit ist, male ich noch.
unshare-unknown = Einen Stil „{ $name }“ teilst du nicht. Was du teilst, zeigt /shared
shared-list = Diese Stile teilst du. Wer einen Namen kennt, kann den Stil benutzen; ein Knopf nimmt ihn zurück.
shared-none = Du teilst keine Stile. Antworte mit /share auf eines deiner Gemälde, dann bekommt sein Stil einen Namen für alle.
style-withdrawn = Der gewählte Stil wird nicht mehr geteilt. Schick ein Bild als Stil, oder wähl einen unter /styles
savestyle-borrowed = Dieser Stil gehört jemand anderem, der ihn teilt. Sein Name gilt, solange das so ist; aufzuheben gibt es da nichts.
tap-unshared = Zurückgenommen.
tap-withdrawn = Dieser Stil wird nicht mehr geteilt. Wähl einen anderen: /styles
tap-too-many-shares = { $count ->
    [one] Du teilst { $count } Stil, mehr geht nicht. Unter /shared kannst du ihn zurücknehmen.
   *[other] Du teilst { $count } Stile, mehr geht nicht. Unter /shared kannst du welche zurücknehmen.
}
button-share = ✓ Ja, teilen
button-unshare = ✖ { $number } zurücknehmen
admin-usage-takedown = Sag, welcher geteilte Stil, mit seinem Namen. Beispiel: /takedown sea-at-night
admin-no-share = Unter dem Namen „{ $name }“ ist kein Stil geteilt.
admin-taken-down = „{ $name }“ bekommt niemand mehr. Geteilt hatte ihn Nutzer { $user }.
command-share = Einem Stil einen Namen für alle geben
command-shared = Die Stile, die du teilst
command-unshare = Einen Stil nicht mehr teilen
command-takedown = Einen geteilten Stil entfernen
tap-share-question = Soll jeder diesen Stil benutzen können? Er bekommt einen öffentlichen Namen, und wer den kennt, kann ihn nehmen. Du kannst ihn jederzeit zurücknehmen: /shared

button-share-painting = ↗ Teilen
button-like-this = 🎨 Mal deins auch so
button-paint-own = 🎨 Lass dein Foto malen
share-words = Dieses Bild hat ein Bot gemalt. Öffne den Link, dann malt er auch ein Foto von dir.
share-caption = Gemalt von @{ $bot }
inline-title = Dein Gemälde
inline-again = Zeig das Gemälde erst in unserem Chat, dann teil es
start-like = Gut, { $name }: Schick mir ein Foto, und ich male es so. /help zeigt alles, was ich kann.
