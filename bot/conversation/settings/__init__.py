"""A person's settings in a chat: their commands and their panel."""
