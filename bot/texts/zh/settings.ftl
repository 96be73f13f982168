# 设置

setting-iterations = 可以是 { $low } 到 { $high }：越大越精细，也越慢。例如：/iterations { $example }
setting-size = 长边的像素数，可以是 { $low } 到 { $high }：越大越慢。例如：/size { $example }
setting-strength = 可以是 { $low } 到 { $high }：{ $low } 时照片几乎不变，{ $high } 时全由风格主导。发送 /strength default 就由我来定。例如：/strength { $example }
setting-colors = style 用风格图的颜色，keep 保留照片自己的颜色，match 让笔触采用照片的色调。例如：/colors { $example }
setting-style_scale = 平常宽度的百分比，可以是 { $low } 到 { $high }：越大笔触越宽。例如：/style_scale { $example }
setting-init = 画面从哪张图长出来。content 是照片本身，recolored 是换成风格颜色的照片，style-statistics 是这些颜色的噪点；noise 和 gray 不从照片开始。例如：/init { $example }
setting-faces = natural 用风格来画脸，但人还是那个人；painted 更自由；off 把脸当作普通画面。例如：/faces { $example }
setting-preset = instant 一秒就好，会我的各种风格，也会我已学会的你的风格，draft 又快又小，standard 是平常的画法，fine 又大又慢，classic 是从灰色开始的早期算法。选定后，其他设置也会一起改变。例如：/preset { $example }
setting-preset-without-classic = instant 一秒就好，会我的各种风格，也会我已学会的你的风格，draft 又快又小，standard 是平常的画法，fine 又大又慢。选定后，其他设置也会一起改变。例如：/preset { $example }
preset-classic-gone = classic 暂时不能用。这张图用 standard 来画，以后也用它。
setting-balanced = classic 没有强度可调：它会自己平衡照片和风格。例如：/preset standard
setting-instant = instant 只有 size、colors 和 faces。例如：/preset standard
setting-saved = 从现在起，这里的画都这样画：{ $recipe }
setting-saved-iterations = 从现在起，这里的画都迭代 { $value } 次。
setting-saved-size = 从现在起，这里的画长边为 { $value } 像素。
bad-number = { $name } 必须是 { $low } 到 { $high } 的整数，不能是“{ $value }”。例如：{ $example }
bad-choice = { $name } 只能是 { $choices } 中的一个，不能是“{ $value }”。例如：{ $example }
bad-setting = 没有“{ $name }”这项设置。是不是想写 { $meant }？
did-you-mean = 是不是想写 { $meant }？
mistakes-more = { $count ->
   *[other] 还有 { $count } 处类似的错误。
}
settings =
    你在这里的设置：{ $recipe }
    想改哪项就点哪项。也可以用 /iterations、/size、/strength、/colors、/style_scale、/init、/faces 和 /preset 来改。
    图片说明写上“iterations=300 size=768”，就只改这一张的设置；无论谁把上面整行发给我，我都会照同样的方式来画。
settings-noted = 已记下，用于下一幅画：{ $recipe }

panel-preset = 预设：{ $value }
panel-iterations = 迭代：{ $value }
panel-size = 尺寸：{ $value }
panel-strength = 强度：{ $value }
panel-colors = 颜色：{ $value }
panel-style_scale = 笔触：{ $value }
panel-init = 起点：{ $value }
panel-faces = 人脸：{ $value }
panel-open = ⚙ 设置
panel-reset = ↺ 全部重置
panel-all = ‹ 所有设置
choice-strength-default = 自动
choice-colors-style = 风格图的
choice-colors-keep = 照片的
choice-colors-match = 相配的
choice-init-content = 照片
choice-init-recolored = 换色的照片
choice-init-noise = 噪点
choice-init-style-statistics = 彩色噪点
choice-init-gray = 灰色
choice-faces-natural = 自然
choice-faces-painted = 绘画感
choice-faces-off = 与其他一样
choice-preset-instant = 即时
choice-preset-draft = 草稿
choice-preset-standard = 标准
choice-preset-fine = 精细
choice-preset-classic = 经典

command-strength = 风格占多少
command-colors = 用谁的颜色
command-style_scale = 笔触多宽
command-init = 画面从哪里开始
command-faces = 人脸怎么画
command-preset = 一次改好所有设置

language-name = 中文
choose-language = 你希望我在这里用哪种语言和你说话？点一下，或者直接写，例如：/language { $example }
language-saved = 从现在起，我在这里用中文和你说话。
bad-language = 我不会“{ $value }”这种语言。我会的有：{ $languages }。例如：/language { $example }
