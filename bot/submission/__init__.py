"""The use cases behind commands and buttons: how work gets into the queue. Knows nothing of Telegram."""
