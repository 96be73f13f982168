"""The cards of the jobs in the chats."""
