"""What people in the chats do: write, send pictures and files, tap buttons, make groups, block the bot.

As Telegram's clients do it; every function raises UserError where they would refuse.
"""
