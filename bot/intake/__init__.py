"""What comes in from people: checks before a download, and the safe decoding after it."""
