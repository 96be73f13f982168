# What is said in chats of which the bot is no member.

guest-how =
    Ответьте на фото сообщением с @{ $bot } и названием стиля.
    Стили: { $styles }
guest-begun = Минутку: получаю вашу фотографию.
guest-in-private = Картина готова и ждёт в нашем личном чате.
button-private = Открыть наш чат
guest-privacy = Если вы просили меня нарисовать картину в чате, где меня нет, она остаётся там: Telegram не даёт мне там ничего удалять.
