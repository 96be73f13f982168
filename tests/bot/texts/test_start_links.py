"""What deep links say, and that anybody may make one up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.setting_limits import SETTINGS
from bot.texts import recipe, start_links
from bot.texts.start_links import LONGEST, Start
from bot.texts.style_names import as_name, taken_out
from engine.presets import PRESETS
from engine.settings import Colors, Faces, InitialImage, TransferSettings

MANY = TransferSettings(
    iterations=2000,
    size=2048,
    strength=100.0,
    colors=Colors.MATCH,
    style_scale=4.0,
    init=InitialImage.STYLE_STATISTICS,
    faces=Faces.PAINTED,
    seed=7,
)


def words(payload: str | None) -> str:
    assert payload is not None
    start = start_links.read(payload)
    assert start is not None
    return start.words


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (TransferSettings(), {"preset=standard", "size=512", "iterations=300"}),
        (TransferSettings(seed=5, strength=70.0), {"preset=standard", "size=512", "iterations=300", "strength=70"}),
        (PRESETS["draft"], {"preset=draft", *recipe.write(PRESETS["draft"]).split()}),
    ],
)
def test_it_carries_style_and_settings_but_no_seed(settings: TransferSettings, expected: set[str]) -> None:
    said = words(start_links.of_style("ink-wash", settings)).split()
    assert said[0] == "style=ink-wash"
    assert set(said[1:]) == expected


def test_it_can_carry_every_setting() -> None:
    assert set(start_links._LETTERS) == set(SETTINGS)
    assert len(start_links._NAMES) == len(SETTINGS)  # no letter twice


def test_what_does_not_fit_is_left_out_and_never_cut() -> None:
    payload = start_links.of_style("n" * 24, MANY)
    assert payload is not None
    assert len(payload) <= LONGEST
    said = words(payload).split()
    assert said[0] == f"style={'n' * 24}"
    assert set(said[1:]) < set(recipe.write(MANY).split())


@pytest.mark.parametrize("name", ["звёздная-ночь", "水墨", "été", "night-2"])
def test_names_in_other_scripts_come_back(name: str) -> None:
    assert taken_out(words(start_links.of_style(name, TransferSettings())))[0] == name


@given(st.text(min_size=1, max_size=24).map(as_name).filter(bool))
def test_every_name_comes_back_or_has_no_link(name: str) -> None:
    payload = start_links.of_style(name, TransferSettings())
    if payload is not None:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        assert as_name(taken_out(words(payload))[0] or "") == name


def test_a_painting_comes_back_by_its_id() -> None:
    assert start_links.read(start_links.of_painting("0123456789abcdef")) == Start(painting="0123456789abcdef")


@pytest.mark.parametrize("payload", ["", "x" * 65, "ynight wave", "q1", "_", "a1", "y=", "y\n", "ünight"])
def test_what_is_none_of_ours_is_nothing(payload: str) -> None:
    assert start_links.read(payload) in (None, Start())


@given(st.one_of(st.text(max_size=70), st.from_regex(r"[yuapztckbfi][A-Za-z0-9_-]{0,63}", fullmatch=True)))
def test_whatever_is_made_up_says_no_more_than_a_message_could(payload: str) -> None:
    start = start_links.read(payload)
    if start is None or start.painting is not None:
        return
    style, rest = taken_out(start.words)
    assert style is None or as_name(style) is not None
    assert {word.partition("=")[0] for word in rest.split()} <= set(SETTINGS)
