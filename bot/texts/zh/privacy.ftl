# 保存哪些信息，以及如何删除

privacy-kept =
    我会保存哪些与你有关的内容，保存多久：
    • 你的照片和据此画出的画：最后一次使用后 { $pictures }
    • 你让我画过什么，不含图片（设置和时间）：{ $jobs }
    • 你的设置和语言：直到你更改为止
    • 你保存的风格（/savestyle）：直到你删除为止
    • 我发给你的消息的编号，用来删除这些消息：{ $messages }
    • 你今天画了多少，用于每日限额：一天
    我不保存姓名，也不保存你写的其他内容，更不会交给别人。聊天记录由 Telegram 自行保存。
    发送 /forget 可立即删除以上全部内容，每日限额的计数和封禁除外。
forget-question =
    要删除我保存的与你有关的一切吗？包括所有聊天里的照片、画和设置。正在处理的画会被取消，我最近 { $messages }内发给你的消息也会消失。
    此操作无法撤销。
forget-begun = 正在删除我保存的与你有关的一切……
forget-kept = 好的，什么都没有删除。
forget-done =
    完成了：我不再保存任何与你有关的内容。
    Telegram 上仍有你发来的消息，以及我 { $messages }以前的消息。要清除这些，请清空本聊天的记录。
    从现在起，你再发来的内容都会重新开始。
forget-not-yours = 只有提出请求的人才能回答。若要删除自己的内容，请发送 /forget
button-erase = 🗑 全部删除
button-spare = 保留
command-privacy = 我保存你的哪些内容、保存多久
command-forget = 删除我保存的与你有关的一切
span-hours = { $hours } 小时
span-days = { $days } 天
