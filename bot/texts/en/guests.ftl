# What is said in chats of which the bot is no member.

guest-how =
    Reply to a photo with @{ $bot } and a style.
    Styles: { $styles }
guest-begun = One moment: your photo is being fetched.
guest-in-private = It is painted, and waits in our private chat.
button-private = Open our chat
guest-privacy = Where you asked me for a painting in a chat of which I am no member, it stays there: Telegram lets me delete nothing in it.
