# What is said in chats of which the bot is no member.

guest-how =
    请用 @{ $bot } 加一个风格名来回复一张照片。
    风格：{ $styles }
guest-begun = 请稍等：正在取你的照片。
guest-in-private = 画好了，在我们的私聊里等你。
button-private = 打开我们的聊天
guest-privacy = 如果你在我不是成员的聊天里请我作画，画会留在那里：Telegram 不允许我在那里删除任何内容。
