"""For all tests."""

from collections.abc import Callable

import pytest
from hypothesis import settings

# No deadline for single examples: on a loaded machine a slow one says nothing about the code.
settings.register_profile("stylegram", deadline=None)
settings.load_profile("stylegram")


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tells what a test of the fault matrix measured, for the table of `make faults`: "lost 0 of 40 kills"."""
    return lambda text: request.node.user_properties.append(("figure", text))
