# 照片的区域

command-region = 给照片的一部分单独的风格
command-protect = 让照片的一部分保持原样
region-how = 请先发送照片，然后在 Telegram 的编辑器里在上面画一个圈或涂几笔，再以 /region 为说明发送。也可以只发送 /region，用按钮选择一部分。
protect-how = 请先发送照片，然后在 Telegram 的编辑器里涂出要保持原样的部分，再以 /protect 为说明发送。也可以只发送 /protect，用按钮选择一部分。
region-which = 哪一部分要有单独的风格？在 Telegram 的编辑器里把它圈出来或涂上几笔，再以 /region 为说明发送。或者选择一部分：
protect-which = 哪一部分要保持原样？在 Telegram 的编辑器里把它圈出来或涂上几笔，再以 /protect 为说明发送。或者选择一部分：
region-right = 标出颜色的部分对吗？如果对，可以直接发送它的风格，或点“对”。
protect-right = 标出颜色的部分保持照片原样，我只画其余部分。对吗？
region-which-style = 现在是区域 { $number } 的风格：发送一张图片，或选择一个。
region-which-rest = { $count ->
   *[other] { $count } 个区域都有了风格。
}现在发送其余部分的风格，或让其余部分保持原样。用 /region 可以再加一个区域。
protect-kept = 这一部分会保持原样。现在发送其余部分的风格。
region-too-many = { $count ->
   *[other] 一张照片最多 { $count } 个区域。
}
drawn-elsewhere = 我认不出涂画下面是你的照片。请在你发送的那张照片上画，不要裁剪或旋转。
nothing-drawn = 我没看到上面画了什么。请用醒目的颜色把那一部分圈出来，或涂上几笔。
region-too-small = 那样区域就什么都不剩了。
region-everything = 那样就是整张照片了。
region-no-sky = 我在这张照片里没看到天空，请把它画出来。
region-no-person = 我在这张照片里没看到人脸，请把人物画出来。
tap-region-over = 这个区域已经确定，或不再询问。
people-right = 先是人物，已用颜色标出：发送人物的风格，或点“对”再选择一个。
people-which-style = 现在是人物的风格：发送一张图片，或选择一个。
people-which-rest = 人物有了风格。现在发送背景的风格，或让其余部分保持原样。用 /region 可以再加一个区域。
button-only-person = 只画人物
button-only-background = 只画背景
button-two-styles = 两种风格
button-right = ✓ 对，就是这里
button-wrong = ✖ 不是这里
button-grow = 扩大
button-shrink = 缩小
button-invert = 反转
button-reststays = 其余保持原样
part-left = 左半
part-right = 右半
part-top = 上半
part-bottom = 下半
part-leftthird = 左三分之一
part-middlethird = 中三分之一
part-rightthird = 右三分之一
part-centre = 中心
part-border = 边缘
part-sky = 天空
part-ground = 地面
part-person = 人物
part-background = 背景
card-regions = { $count ->
   *[other] { $count } 个区域有单独的风格。
}
card-protected = 照片的一部分保持了原样。
share-regions = 这张画的各区域有不同的风格。请从整张都是同一风格的画分享。
