"""What keeps the bot in order while it works: deleting what is over, forgetting people, telling its admins."""
