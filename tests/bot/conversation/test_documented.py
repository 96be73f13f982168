"""docs/commands.md lists the commands that there are, and the buttons under a painting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.jobs.model import PaintingRequest
from bot.languages import Language
from bot.texts.look_up import texts_in
from bot.transport import painting
from bot.transport.painting import ButtonPage, Ways
from engine.presets import PRESETS
from tests.support.commands import NAMES
from tests.support.jobs import FIGURES, altered, job_of

PAGE = Path(__file__).resolve().parents[3] / "docs/commands.md"


def test_each_command_has_its_place_in_the_table() -> None:
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `/")]
    named = [name for row in rows for name in re.findall(r"`/([a-z_]+)", row)]
    assert sorted(named) == sorted(NAMES)


@pytest.mark.parametrize("preset", ["standard", "instant"])
def test_each_button_under_a_painting_is_named(preset: str) -> None:
    job = job_of(PaintingRequest(settings=PRESETS[preset], content="a" * 64, styles=("b" * 64,)), 7)
    job = altered(job, png="c" * 64, figures=replace(FIGURES, faces=1), stills=("d" * 64,))
    page, texts = PAGE.read_text(encoding="utf-8"), texts_in(Language.ENGLISH)
    labels = [
        re.sub(r"^[^\w+]+", "", key.text)  # without the picture in front of the words
        for shown in (ButtonPage.FEW, ButtonPage.ALL)
        for row in painting.buttons(job, texts, None, Ways("stylegram_bot", inline=True), shown).inline_keyboard
        for key in row
    ]
    assert [label for label in labels if f"*{label}*" not in page] == ["Back"]
