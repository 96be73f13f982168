"""What can be made of a painting, and of one that is being painted."""
