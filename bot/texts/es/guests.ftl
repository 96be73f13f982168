# What is said in chats of which the bot is no member.

guest-how =
    Responde a una foto con @{ $bot } y un estilo.
    Estilos: { $styles }
guest-begun = Un momento: estoy trayendo tu foto.
guest-in-private = Ya está pintada y te espera en nuestro chat privado.
button-private = Abrir nuestro chat
guest-privacy = Si me pediste una pintura en un chat del que no soy miembro, se queda allí: Telegram no me deja borrar nada en él.
