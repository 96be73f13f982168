"""Style pictures that the project draws itself: see names, and catalogue, which needs NumPy and Pillow."""
