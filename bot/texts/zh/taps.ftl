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
