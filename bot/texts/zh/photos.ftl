# 照片

content-kept = 照片收到了。现在请发提供风格的图。
style-kept = 风格图收到了。现在请发要画的照片。
reply-in-group = 在群里请用图片回复这条消息，不然我看不到。
both-kept = 两张图都已保留。
start-anyway = 请发合适的设置，例如 iterations=300 size=512，或者用已保存的设置开始。
one-moment = 请稍等：现在同时收到很多图片。
choices-kept = 要把整个相册画成一个系列、用同一风格吗？还是只画第一张，用另外 { $count } 张中的一张、或全部作风格？
same-picture = 两张图是一样的，我照画不误。
draft-started = 都齐了，我已经开始画。
content-how = 请用 /content 回复要画的照片，或者发照片时把 /content 写在说明里。
no-picture-there = 那条消息里没有图片。请回复一张照片、一个图片文件或一张静态贴纸。
frame-offer = 它会动，不过我可以用其中的一帧。
button-pick = 风格 { $number }
button-blend = 全部混合
button-asstyle = ⇄ 这是风格图
button-ascontent = ⇄ 这是照片
button-swap = ⇄ 互换
button-drop = ✖ 忘掉它
button-laststyle = 再用上次的风格
button-lastphoto = 作为上一张照片的风格
button-frame = 用这一帧
tap-draft-over = 这张图已经不在等待了。
tap-forgotten = 已忘掉。
tap-swapped = 照片和风格已互换。
tap-frame-gone = 我取不到那一帧了。请直接发一张图片。
tap-frame-used = 我用了这一帧。

problem-picture_unreadable = 我无法把它读成图片：文件已损坏，或者根本不是图片。请发 JPEG、PNG 或 WebP。
problem-picture_truncated = 这张图的文件不完整。请重新发一次。
problem-picture_format = 我读不了这种格式的图片。请发 JPEG、PNG、WebP、HEIC、TIFF 或 BMP。
problem-picture_animated = 这张图会动。请发静态图，截屏也行。
problem-picture_too_small = 这张图太小了：短边至少要有 64 像素。
problem-picture_too_large = 这张图超过 5000 万像素。请发小一些的版本，或者以照片而不是文件的形式发送。
problem-picture_too_heavy = 这个文件超过 20 MB。请以照片而不是文件的形式发送。
problem-picture_too_long = 这张图太长太窄：长边最多只能是短边的 20 倍。请先裁剪一下。
problem-download_failed = 我没能从 Telegram 取到这张图。请重新发一次。
problem-disk_full = 我的磁盘满了，现在收不了图。请等管理员腾出空间后再发一次。
problem-sticker = 这张贴纸会动。请发静态贴纸或图片。
problem-animation = GIF 会动。请发静态图，截屏也行。
problem-video = 视频会动。请发静态图，截屏也行。
problem-sound = 我画的是图，不是声音。请发两张图。
problem-text = 请发给我两张图：先发要画的照片，再发风格图。更多说明见 /help
problem-other = 我只能用图片。请发两张：先发要画的照片，再发风格图。
problem-command = 我不认识这个命令。可用的命令见 /help
