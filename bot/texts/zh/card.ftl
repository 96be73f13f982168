# 任务卡片

card-queued = 排队中，第 { $place } 位。
card-next = 排队中，第 1 位，马上开始。
card-queued-eta = 排队中，第 { $place } 位 · ≈{ $wait }后开始
card-paused = 在 { $iteration }/{ $iterations } 处中断，马上从那里继续。
card-starting = 正在开始…
card-learning = 正在研究你的两张图…
card-resumed = 从 { $iteration }/{ $iterations } 处继续…
card-foretold = { $words } 预计 { $left }后完成。
card-progress = { $bar } { $iteration }/{ $iterations } · ≈{ $left }
card-smaller = 机器的内存不够画这么大，所以我画小一点。
card-finishing = 正在用现有的结果收尾…
card-done = { $width }×{ $height } px · { $time }
card-draft = 先看个大概。现在开始认真画…
card-steering = ↪ { $what }，从下一次迭代开始
card-steered = ↪ { $what }，自第 { $since } 次迭代起
card-sketched =
    四种画法。选一种，我就接着画：
    1 按你的要求 · 2 浓烈 · 3 柔和 · 4 换颜色
card-taken = 方案 { $number }
card-repeated = 这幅我已经画过：同样的图片，同样的设置。想要不同的，请点“再来一次”。
card-canceled = 已取消。

told-done = 你的画好了。
told-sketched = 这里有四个方案：请选一个。
told-failed = 这幅画我没能画成。

failure-internal = 我这边出了点问题。请再试一次。
failure-engine_lost = 画这幅时引擎停了三次。试试小一点的尺寸，例如 /size 384。
failure-not_finite = 画到一半就散掉了。请换一张风格图，或者减少迭代次数。
failure-weights_unavailable = 引擎的权重不在应在的位置，需要管理员来处理。
failure-invalid_settings = 这些设置不能一起用。可以用 /settings 查看。
failure-out_of_memory = 机器的内存不够画这么大。试试小一点的尺寸，例如 /size 384。
failure-beyond_memory = 机器的内存连最小的尺寸也画不了，需要管理员处理。
failure-picture = 两张图中有一张用不了。请重新发一次。
card-below = ✓ 画好了：见下方。
card-failed-below = ✖ 没能画成：见下方。
card-no-photos = 你的画好了，但我不能在这个聊天里发图片。管理员允许我发照片后，画会自动发来。
card-pair = 把 1 画成 2 的风格。
card-warming = 排在第 { $place } 位：引擎预热好就开始，可能要一分钟。
