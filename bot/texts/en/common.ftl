# Everything else

not-allowed = This bot is private: its operator has not allowed you or this chat.
sorry = Something went wrong on my side; it has been noted. Please try again.
too-many-messages = You are sending more than I can keep up with, so I have left out your latest messages. Please wait a moment, then send them again.
command-start = How it works
command-help = All commands
command-iterations = How many steps to paint
command-size = How large to paint
command-settings = All settings, on buttons
command-status = Your pictures in work
command-cancel = Stop and forget
command-language = The language I speak
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min
no-photos-here = I may write here, but not send pictures or files. An admin of this chat can allow it.
