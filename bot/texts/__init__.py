"""All sentences of the bot, and the recipe of a picture in words."""
