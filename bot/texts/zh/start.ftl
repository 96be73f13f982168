# 机器人的简体中文语句，以 en/ 为准。

start =
    发给我两张图：先发要画的照片，再发提供风格的图。放在同一条消息里也行。
    手边没有提供风格的图？可以从 /styles 里挑一个。
    我会马上动笔，并让你看到画面一步步成形。
    用 /settings 调整画法，在 /history 看你最近的画，在 /privacy 看我保存什么；其余命令见 /help。

help =
    发两张图，可以先后发，也可以作为两张图的相册发：我会按第二张的风格来画第一张。
    图片说明里可以写只对这一张生效的设置：iterations=300 size=768

    /styles – 可选的风格；在说明里写 style=waves 就按名字选用
    /settings – 强度、颜色、笔触等，点按钮就能改
    /iterations – 画多少步（{ $iterations }）
    /size – 画面长边的像素数（{ $size }）
    /history – 你最近的画，可以再发一次
    /status – 正在处理的画
    /cancel – 停止这些画，并忘掉还没配对的图
    /style, /content – 回复一张图，或写在图的说明里：把它当作风格，或当作要画的照片
    /savestyle – 用自己的名字保存一个风格
    /language – 我和你说的语言
    /privacy – 我保存你的哪些内容、保存多久
    /forget – 全部删除
