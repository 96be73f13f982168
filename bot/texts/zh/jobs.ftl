# 任务

status-none = 没有正在处理的画。发两张图就能开始。
status-queued = 等待中，排在第 { $place } 位（{ $recipe }）
status-paused = 等待从 { $iteration }/{ $iterations } 处继续（{ $recipe }）
status-running = 正在画，{ $iteration }/{ $iterations }（{ $recipe }）
cancelled-jobs = 已取消 { $count } 幅画。
cancelled-draft = 等待配对的图已忘掉。
cancelled-nothing = 没有可取消的。
