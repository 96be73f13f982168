# 其他

not-allowed = 这是私人机器人：管理员没有允许你或这个聊天使用。
sorry = 我这边出了点问题，已经记录下来。请再试一次。
too-many-messages = 消息来得太快，我处理不过来，最近的几条已略过。请稍等片刻再重新发送。
command-start = 使用方法
command-help = 所有命令
command-iterations = 画多少步
command-size = 画多大
command-settings = 所有设置，点按钮就能改
command-status = 正在处理的画
command-cancel = 停止并清除
command-language = 我说的语言
duration-seconds = { $seconds } 秒
duration-minutes = { $minutes } 分 { $seconds } 秒
duration-hours = { $hours } 小时 { $minutes } 分
no-photos-here = 我在这里可以发文字，但不能发图片和文件。请这个聊天的管理员放开权限。
