"""From a photo that somebody drew over, or a part of it by name, to a region. For the decoder's process alone."""
