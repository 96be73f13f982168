"""Maintenance while the bot runs: deleting what has expired, forgetting people, informing the admins."""
