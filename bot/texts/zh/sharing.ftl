# 分享的风格

share-done =
    已分享。谁把这一行和自己的照片一起发来，就会得到同样的画，包括风格：
    <code>{ $recipe }</code>
    别人不会知道这风格是你的。 /unshare { $name } 立刻收回， /shared 列出你分享的风格。
share-named =
    这个风格大家已经都能用。谁把这一行和照片一起发来，就会得到同样的画：
    <code>{ $recipe }</code>
share-how = 还没有可分享的风格。请用 /share 回复你的一幅画，或先选一个风格。也可以自己起名： { $example }
share-not-yours = 你可以分享自己的画的风格，以及你发来的图片。请用 /share 回复其中之一。
share-expired = 这个风格的图片我已经不再保存。请重新发来，然后说 /share
share-taken = 名字“{ $name }”已被占用。请换一个，例如 { $example } ，或只说 /share ，我来起名。
unshare-done = 已收回：{ $names }。从现在起别人不能再用；正在画的会画完。
unshare-unknown = 你没有分享名为“{ $name }”的风格。你分享的见 /shared
shared-list = 这些是你分享的风格。知道名字的人都可以用；按钮可以收回。
shared-none = 你没有分享风格。用 /share 回复你的一幅画，它的风格就有了大家都能用的名字。
style-withdrawn = 选的风格已不再分享。请发一张图片作风格，或从 /styles 里选
savestyle-borrowed = 这是别人分享的风格。只要对方还分享，名字就能用，所以不用另存。
tap-unshared = 已收回。
tap-withdrawn = 这个风格的主人不再分享它了。请另选： /styles
tap-too-many-shares = { $count ->
   *[other] 你已分享 { $count } 个风格，不能再多了。可以在 /shared 里收回。
}
button-share = ✓ 是的，分享
button-unshare = ✖ 收回 { $number }
admin-usage-takedown = 请用名字说明是哪个分享的风格。例如： /takedown sea-at-night
admin-no-share = 没有名为“{ $name }”的分享风格。
admin-taken-down = 已没有人能用“{ $name }”。它由用户 { $user } 分享。
command-share = 给风格起一个大家都能用的名字
command-shared = 你分享的风格
command-unshare = 不再分享一个风格
command-takedown = 移除别人分享的风格
tap-share-question = 要让所有人都能用这个风格吗？它会得到一个公开的名字，知道名字的人都可以用。你随时可以收回： /shared

button-share-painting = ↗ 转发
button-like-this = 🎨 也这样画我的
button-paint-own = 🎨 画一张我的照片
share-words = 这幅画是机器人画的。打开链接，它也能画你的照片。
share-caption = 由 @{ $bot } 绘制
inline-title = 你的画
inline-again = 先在我们的对话里显示这幅画，再转发
start-like = 好，就用{ $name }：发一张照片给我，我就这样画。/help 列出我会的一切。
