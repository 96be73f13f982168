# What is said in chats of which the bot is no member.

guest-how =
    Antworte auf ein Foto mit @{ $bot } und einem Stil.
    Stile: { $styles }
guest-begun = Einen Moment: Dein Foto wird geholt.
guest-in-private = Es ist gemalt und wartet in unserem privaten Chat.
button-private = Unseren Chat öffnen
guest-privacy = Wo du mich in einem Chat, in dem ich kein Mitglied bin, um ein Bild gebeten hast, bleibt es dort: Telegram lässt mich dort nichts löschen.
