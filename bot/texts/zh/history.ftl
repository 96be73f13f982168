# 以前的画

history-shown = 你在这里最近的画，最新的在前。点编号会把那一幅连同按钮再发一次。
history-none = 这里已经没有我还保存着的你的画了。发两张图就能开始。
history-sending = 这就发来。
command-history = 你最近的画
command-variants = 四张小图供你选择
command-again = 把上一幅再画一次
