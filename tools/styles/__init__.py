"""Draws the style pictures that the bot brings: `python -m tools.styles` writes them into `bot/styles/`."""
