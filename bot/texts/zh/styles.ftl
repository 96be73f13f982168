# 现成的风格

gallery-choose = 请选一个风格，然后发要画的照片。
gallery-choose-now = 请为你的照片选一个风格，或者发一张自己的图。
gallery-names = 写名字也行：在说明或消息里写 { $example }
gallery-learned = ⚡ 已学会 { $numbers }：用它画图会先出现即时图片，preset=instant 也可以用它。
gallery-learning = 没有图要画时，我在学 { $numbers }。
gallery-delete = 这些是你自己的风格。点一下即可删除。
gallery-empty = 这里还没有风格。请过一分钟再看，或者发一张自己的图。
style-chosen = 好，就用{ $name }。现在请发要画的照片。
style-started = 好，就用{ $name }：进度见下方。
tap-style-gone = 这个风格已经不在了。
tap-style-deleted = 已删除。
bad-style = 没有叫“{ $value }”的风格：请看看写得对不对、是否还在分享。现有的见 /styles ，也可以发一张图片作风格。
known-styles = 风格：{ $styles }
savestyle-how = 请用 { $example } 回复一张图，或者发图时把它写在说明里。没有图的话，我取你最近用的风格。
bad-style-name = “{ $value }”不能作名字：请用文字、数字和连字符，最多 { $high } 个字符。例如：{ $example }
nothing-to-save = 没有可保存的图。请用 { $example } 回复一张图
style-saved = 已保存为“{ $name }”。可在 /styles 里找到，在说明里写 style={ $name } 也能用。
too-many-styles = 你已保存 { $count } 个风格，达到上限。可在 /styles 里删除。
button-styles = 🎨 风格
button-ownstyles = 🗑 删除我的风格
button-all-styles = ‹ 所有风格

command-styles = 可选的风格
command-style = 回复一张图：把它当作风格
command-content = 回复一张图：把它当作要画的照片
command-savestyle = 保存自己的风格

button-style-night = 夜
button-style-sunset = 日落
button-style-mosaic = 马赛克
button-style-stained-glass = 彩色玻璃
button-style-waves = 海浪
button-style-autumn = 秋
button-style-watercolour = 水彩
button-style-ink-wash = 水墨
button-style-marbling = 大理石纹
button-style-engraving = 版画
button-style-pencil = 铅笔
button-style-pop-art = 波普艺术
style-coming = 风格“{ $value }”还在准备中。请稍后再说一次，或者发一张图片作风格。
