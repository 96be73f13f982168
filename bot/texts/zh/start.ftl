# 机器人的简体中文语句，以 en/ 为准。

start =
    我能把你的照片画成任何一张图的风格。

    发给我两张图：先发要画的照片，再发提供风格的图。放在同一条消息里也行。
    我会马上动笔，并让你看到画面一步步成形。画好以后，用下面的按钮可以让它更强、更柔和或更大。

    手边没有图？先试试示例，或者从我的风格里挑一个。我会做的都在 /help，我保存什么见 /privacy。

button-example = ✨ 试试示例
button-gallery = 🎨 选个风格
tap-not-your-start = 这些按钮是给发起的人用的。发送 /start 可以得到你自己的。

help =
    发两张图，可以先后发，也可以作为两张图的相册发：我会按第二张的风格来画第一张。
    图片说明里可以写只对这一张生效的设置：iterations=300 size=768
    画下面“更多…”里的“配方”会复制这样一行：把它和自己的图一起发来，就会用同样的画法。

    /styles – 可选的风格；在说明里写 style=waves 就按名字选用
    /series – 一个相册的两到十张照片，全部画成同一风格
    /variants – 四个小方案供你选择
    /region – 给照片的一部分单独的风格；/protect – 让它保持原样

    /again – 把上一幅再画一次，会略有不同
    /history – 你最近的画，可以再发一次
    /status – 正在处理的画
    /cancel – 停止这些画，并清除还没配对的图

    /settings – 强度、颜色、笔触等，点按钮就能改
    /iterations – 画多少步（{ $iterations }）
    /size – 画面长边的像素数（{ $size }）
    /strength /colors /style_scale /init /faces /preset – 其他各项设置

    /style, /content – 回复一张图，或写在图的说明里：把它当作风格，或当作要画的照片
    /savestyle – 用自己的名字保存一个风格
    /share – 给一幅画的风格起一个大家都能用的名字； /shared 列出你的， /unshare 收回

    /language – 我和你说的语言
    /privacy – 我保存你的哪些内容、保存多久
    /forget – 全部删除
