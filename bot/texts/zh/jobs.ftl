# 任务

status-none = 没有正在处理的画。发两张图就能开始。
status-queued = 等待中，排在第 { $place } 位
status-paused = 等待继续，已画 { $percent }%
status-running = 正在画：{ $percent }%
canceled-jobs = 已取消 { $count } 幅画。
canceled-draft = 等待的图已经去掉。
canceled-nothing = 没有可取消的。
