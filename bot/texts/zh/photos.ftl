# 照片

content-kept = 照片收到了。现在请发提供风格的图。
style-kept = 风格图收到了。现在请发要画的照片。
both-kept = 两张图都已保留。
album-of-many = 这个相册有 { $count } 张图：我把第一张当作要画的照片，第二张当作风格图。
start-anyway = 请发合适的设置，例如 iterations=300 size=512，或者用已保存的设置开始。
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
