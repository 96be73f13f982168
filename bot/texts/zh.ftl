# 机器人的简体中文语句，以 en.ftl 为准。

start =
    发给我两张图：先发要画的照片，再发提供风格的图。放在同一条消息里也行。
    我会马上动笔，并让你看到画面一步步成形。
    用 /iterations 和 /size 调整画多久、画多大；其余命令见 /help。

help =
    发两张图，可以先后发，也可以作为两张图的相册发：我会按第二张的风格来画第一张。
    图片说明里可以写只对这一张生效的设置：iterations=300 size=768

    /iterations – 画多少步（{ $iterations }）
    /size – 画面长边的像素数（{ $size }）
    /settings – 当前设置
    /status – 正在处理的画
    /cancel – 停止这些画，并忘掉还没配对的图
    /language – 我和你说的语言

# 照片

content-kept = 照片收到了。现在请发提供风格的图。
style-kept = 风格图收到了。现在请发要画的照片。
both-kept = 两张图都已保留。
album-of-many = 这个相册有 { $count } 张图：我把第一张当作要画的照片，第二张当作风格图。
start-anyway = 请发合适的设置，例如 iterations=300 size=512，或者用已保存的设置开始。
start-again = 等其中一幅完成后，就从这里开始。
nothing-to-start = 没有等待开始的两张图。请发给我两张。

problem-picture_unreadable = 我无法把它读成图片：文件已损坏，或者根本不是图片。请发 JPEG、PNG 或 WebP。
problem-picture_truncated = 这张图的文件不完整。请重新发一次。
problem-picture_format = 我读不了这种格式的图片。请发 JPEG、PNG、WebP、HEIC、TIFF 或 BMP。
problem-picture_animated = 这张图会动。请发静态图，截屏也行。
problem-picture_too_small = 这张图太小了：短边至少要有 64 像素。
problem-picture_too_large = 这张图超过 5000 万像素。请发小一些的版本，或者以照片而不是文件的形式发送。
problem-picture_too_heavy = 这个文件超过 20 MB。请以照片而不是文件的形式发送。
problem-picture_too_long = 这张图太长太窄：长边最多只能是短边的 20 倍。请先裁剪一下。
problem-download_failed = 我没能从 Telegram 取到这张图。请重新发一次。
problem-sticker = 贴纸不是照片。请发一张图片。
problem-animation = GIF 会动。请发静态图，截屏也行。
problem-video = 视频会动。请发静态图，截屏也行。
problem-sound = 我画的是图，不是声音。请发两张图。
problem-text = 请发给我两张图：先发要画的照片，再发风格图。更多说明见 /help
problem-other = 我只能用图片。请发两张：先发要画的照片，再发风格图。
problem-command = 我不认识这个命令。可用的命令见 /help

# 设置

setting-iterations = iterations 现在是 { $value }，可以是 { $low } 到 { $high }：越大越精细，也越慢。例如：/iterations { $example }
setting-size = size 现在是长边 { $value } 像素，可以是 { $low } 到 { $high }：越大越慢。例如：/size { $example }
setting-saved-iterations = 从现在起，这里的画都迭代 { $value } 次。
setting-saved-size = 从现在起，这里的画长边为 { $value } 像素。
bad-iterations = iterations 必须是 { $low } 到 { $high } 的整数，不能是“{ $value }”。例如：{ $example }
bad-size = size 必须是 { $low } 到 { $high } 的整数，不能是“{ $value }”。例如：{ $example }
bad-setting = 没有“{ $name }”这项设置。图片说明可以写：iterations=300 size=768
settings =
    你在这里的设置：{ $recipe }
    /iterations { $low_iterations } 到 { $high_iterations }，/size { $low_size } 到 { $high_size }。
    图片说明写上“iterations=300 size=768”，就只改这一张的设置。
settings-noted = 已记下，用于下一幅画：{ $recipe }

language-name = 中文
choose-language = 你希望我在这里用哪种语言和你说话？点一下，或者直接写，例如：/language { $example }
language-saved = 从现在起，我在这里用中文和你说话。
bad-language = 我不会“{ $value }”这种语言。我会的有：{ $languages }。例如：/language { $example }

# 任务

too-many-jobs = 你有 { $count } 幅画正在处理，同时最多只能这么多。两张图都已保留。
queue-full = 排队的画太多了，我暂时不再接新的。两张图都已保留。
status-none = 没有正在处理的画。发两张图就能开始。
status-queued = 等待中，排在第 { $place } 位（{ $recipe }）
status-paused = 等待从 { $iteration }/{ $iterations } 处继续（{ $recipe }）
status-running = 正在画，{ $iteration }/{ $iterations }（{ $recipe }）
status-draft-content = 有一张要画的照片在等风格图。
status-draft-style = 有一张风格图在等要画的照片。
status-draft-both = 有两张图在等你开始。
cancelled-jobs = 已取消 { $count } 幅画。
cancelled-draft = 等待配对的图已忘掉。
cancelled-nothing = 没有可取消的。

# 任务卡片

card-queued = 排队中，第 { $place } 位。
card-queued-eta = 排队中，第 { $place } 位 · ≈{ $wait }后开始
card-paused = 在 { $iteration }/{ $iterations } 处中断，马上从那里继续。
card-starting = 正在开始…
card-learning = 正在研究你的两张图…
card-resumed = 从 { $iteration }/{ $iterations } 处继续…
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    内容 { NUMBER($content, maximumSignificantDigits: 3) } · 风格 { NUMBER($style, maximumSignificantDigits: 3) }
card-stopping = 正在停止…
card-finishing = 正在用现有的结果收尾…
card-done =
    { $recipe }
    { $iterations } 次迭代，{ $width }×{ $height } px，{ $time }
card-cancelled = 已取消。

told-done = 你的画好了。
told-failed = 这幅画我没能画成。

failure-internal = 我这边出了点问题。请再试一次。
failure-engine_lost = 画这幅时引擎停了三次。试试小一点的尺寸，例如 /size 384。
failure-not_finite = 计算的数值失控了。请换一张风格图，或者减少迭代次数。
failure-weights_unavailable = 引擎的权重不在应在的位置，需要管理员来处理。
failure-invalid_settings = 这些设置不能一起用。可以用 /settings 查看。
failure-out_of_memory = 机器的内存不够画这么大。试试小一点的尺寸，例如 /size 384。
failure-picture = 两张图中有一张用不了。请重新发一次。

# 按钮和点按后的回答

button-keep = ⏹ 停止并保留
button-cancel = ✖ 取消
button-original = PNG 原图
button-start = ▶ 开始
tap-stopping = 正在停止…
tap-keeping = 正在用现有的结果收尾…
tap-cancelled = 已取消。
tap-over = 这幅画已经结束了。
tap-sending = 文件正在发送。
tap-no-result = 还没有可发送的结果。
tap-expired = 这个文件已不再保留。
tap-not-yours = 只有发图的人才能这样做。
tap-unknown = 这个按钮来自另一个版本，已经失效。
tap-started = 开始了。
tap-error = 没有成功。请再试一次。

# 其他

not-allowed = 这是私人机器人：管理员没有允许你或这个聊天使用。
sorry = 我这边出了点问题，已经记录下来。请再试一次。
command-start = 使用方法
command-help = 所有命令
command-iterations = 画多少步
command-size = 画多大
command-settings = 当前设置
command-status = 正在处理的画
command-cancel = 停止并忘掉
command-language = 我说的语言
duration-seconds = { $seconds } 秒
duration-minutes = { $minutes } 分 { $seconds } 秒
duration-hours = { $hours } 小时 { $minutes } 分
