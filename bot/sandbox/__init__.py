"""A stand-in Bot API server on loopback and a chat page: the bot without a token, an account or a network."""
