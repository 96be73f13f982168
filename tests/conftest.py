"""For all tests."""

from hypothesis import settings

# No deadline for single examples: on a loaded machine a slow one says nothing about the code.
settings.register_profile("stylegram", deadline=None)
settings.load_profile("stylegram")
