# 机器人的简体中文语句，以 en/ 为准。

start =
    发给我两张图：先发要画的照片，再发提供风格的图。放在同一条消息里也行。
    我会马上动笔，并让你看到画面一步步成形。
    用 /iterations 和 /size 调整画多久、画多大；其余命令见 /help。

help =
    发两张图，可以先后发，也可以作为两张图的相册发：我会按第二张的风格来画第一张。
    图片说明里可以写只对这一张生效的设置：iterations=300 size=768

    /iterations – 画多少步（{ $iterations }）
    /size – 画面长边的像素数（{ $size }）
    /settings – 强度、颜色、笔触等，点按钮就能改
    /status – 正在处理的画
    /cancel – 停止这些画，并忘掉还没配对的图
    /language – 我和你说的语言
    /history – 你最近的画，可以再发一次
    /privacy – 我保存你的哪些内容、保存多久
    /forget – 全部删除
