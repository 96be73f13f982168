"""The gallery of styles, and styles that people keep or share."""
