"""What this machine has, and what a run takes of it: memory, cores, number format."""
