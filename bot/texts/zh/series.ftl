# 系列：同一风格的照片

series-send-album = 系列会把一个相册的所有照片画成同一风格。请选 { $low } 到 { $high } 张照片一起发来；单独发的一张图会作为风格。
series-send-album-styled = 系列的风格有了。现在请选 { $low } 到 { $high } 张照片，作为一个相册一起发来。
series-which-style = 系列有 { $count } 张照片。都用哪个风格？请发一张图片，或选我的一个风格，或说出名字，例如 style=waves。
series-ready =
    { $count } 张照片，全部用同一风格，每张 { $size } px。
    每张都算数：排队占 { $count } 个位置，用掉你每天 { NUMBER($quota, maximumFractionDigits: 1) } 点中的 { NUMBER($cost, maximumFractionDigits: 1) } 点（还剩 { NUMBER($free, maximumFractionDigits: 1) } 点）。大部分还在排队时，你不能开始别的。
    中间会轮到其他人。开始吗？也可以换风格或设置。
series-kept = 系列的 { $count } 张照片还在：可以从这里开始。
series-progress =
    <b>系列，共 { $count } 张</b> · 已完成：{ $done }
    { $bar }
series-painting = 正在画：第 { $numbers } 张
series-next = 下一张：第 { $number } 张，排队第 { $place } 位
series-on-hold = 下一张：第 { $number } 张，排队第 { $place } 位。管理员暂停了绘画；之后会自动继续。
series-eta = { $words } · 全部完成约需 { $left }
series-stopping = 正在停止……
series-done = <b>系列，共 { $count } 张</b> · 画好：{ $painted } 张。都在下面的相册里；点编号会把那一张连同按钮再发一次，顺序和你发来的照片一样。
series-none = <b>系列</b> · 一张也没有画成。
series-failed-picture = 第 { $number } 张没有画成。{ $reason }
series-canceled = 因为你停止而没有画：{ $numbers }
series-retry = 🔁 单独再试一张。
series-left-out = 没有画：{ $numbers }
series-told = 这是你的 { $count } 幅画。
limit-series-quota = 这 { $count } 张要用 { NUMBER($cost, maximumFractionDigits: 1) } 点，你每天有 { NUMBER($quota, maximumFractionDigits: 1) } 点，还剩 { NUMBER($free, maximumFractionDigits: 1) } 点。
limit-series-cost = 这 { $count } 张要用 { NUMBER($cost, maximumFractionDigits: 1) } 点，你每天只有 { NUMBER($quota, maximumFractionDigits: 1) } 点。小一些更省： size=384
button-series = 🖼 { $count } 张都用一个风格
button-startseries = ▶ 画全部 { $count } 张
button-stopseries = ✖ 全部取消
button-stopseries-keep = ⏹ 停止，发来已画好的
command-series = 多张照片用同一风格
series-no-photos = 你的系列已经画好，但我不能在这个聊天里发送图片。管理员允许我发送照片后，画会自动发来。
