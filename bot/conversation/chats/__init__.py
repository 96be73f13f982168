"""The chat itself: welcome, language, privacy, membership, what admins do."""
