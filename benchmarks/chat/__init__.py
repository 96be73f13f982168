"""The whole bot as people meet it: its own process, the real engine, and the sandbox in Telegram's place."""
