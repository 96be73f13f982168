"""Which jobs the engine paints in an instant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.instant import is_known
from bot.jobs.model import PaintingRequest
from engine.presets import PRESETS
from engine.settings import Colors, TransferSettings

REQUEST = PaintingRequest(settings=PRESETS["instant"], content="photo", styles=("waves",))
KNOWN = {"waves": "waves", "night": "night"}


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, True),
        ({"settings": TransferSettings(colors=Colors.MATCH, strength=40, size=2048)}, True),
        ({"styles": ("night",)}, True),
        ({"styles": ("other",)}, False),
        ({"styles": ("waves", "night")}, False),
        ({"masks": ("left",)}, False),
        ({"protect": "face"}, False),
        ({"initial": "earlier"}, False),
        ({"sketches": (TransferSettings(),)}, False),
        ({"settings": TransferSettings(style_scale=1.5)}, False),
    ],
)
def test_a_whole_photo_in_one_of_its_styles_is_known(changes: dict[str, Any], known: bool) -> None:
    assert is_known(replace(REQUEST, **changes), KNOWN) is known
