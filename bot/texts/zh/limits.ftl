# 限制

limit-jobs = 你有 { $count } 幅画正在处理，同时最多只能这么多。
limit-queue = 队列已满，我暂时不再接新的。
limit-quota = 这幅画要花 { NUMBER($cost, maximumFractionDigits: 1) } 点；你每天有 { NUMBER($quota, maximumFractionDigits: 1) } 点，现在只剩 { NUMBER($free, maximumFractionDigits: 1) } 点。
limit-cost = 这幅画要花 { NUMBER($cost, maximumFractionDigits: 1) } 点，而你每天只有 { NUMBER($quota, maximumFractionDigits: 1) } 点。请选小一点的尺寸或少一些步数。
problem-storage = 我为你保存的图片已达上限。图片在最后一次使用后过一段时间会自动删除（具体时间见 /privacy）；发送 /forget 可立即删除全部内容。
limit-draining = 管理员马上要让我停下来，我暂时不接新的画。请稍后再来。
limit-instant = 即时只能画整张照片，风格限于：{ $styles }，或我已学会的你的风格（/savestyle 保存它，/styles 查看进度）。请发送 { $example }，或发送 preset=standard 按平常的方式来画。
limit-wait = 大约 { $wait }后会有空位。
limit-kept = 两张图都已保留，有空位时从这里开始。
card-on-hold = 排在第 { $place } 位。管理员暂停了绘画，之后会自动继续。
