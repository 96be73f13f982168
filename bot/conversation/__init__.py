"""What people say and what the bot answers: drafts, albums, commands, taps."""
