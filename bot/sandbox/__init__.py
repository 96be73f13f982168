"""A stand-in for Telegram on this machine: a Bot API server for the bot, a chat page for people.

`state` holds everything, `storage` keeps it. The bot comes in by `bot_api` and `methods`, people by `page_api` and
`user_side`; updates for the bot go out by `updates`, or by `webhooks`.
"""
