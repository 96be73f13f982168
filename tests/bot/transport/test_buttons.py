"""What buttons carry: every kind comes back as it was, and nothing else is understood."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.region_parts import PhotoPart
from bot.jobs.setting_limits import SETTINGS
from bot.languages import Language
from bot.transport import button_kinds as kinds
from bot.transport.button_kinds import ALL, Button, PanelStep
from bot.transport.buttons import KINDS, MAX_BYTES, button, decode, encode, verb_of
from bot.transport.verbs import Verb

IDS = st.text("0123456789abcdef", min_size=16, max_size=16)  # of jobs and series
MARKS = st.text("0123456789abcdef", min_size=8, max_size=8)
DRAFTS = st.one_of(st.integers(1, 10**9).map(lambda number: f"n{number}"), MARKS, st.just("-"))
SMALL = st.integers(0, 10**6)
#: The fields of the kinds, each with as large values as there may be. Ids of users have at most 52 bits.
FIELDS = {
    **dict.fromkeys(("job", "series"), IDS),
    **dict.fromkeys(("photo", "picture", "mask"), MARKS),
    **dict.fromkeys(("number", "style", "page"), SMALL),
    "owner": st.integers(-(2**52), 2**52),
    "draft": DRAFTS,
    "choice": st.one_of(st.integers(0, 9), st.just(ALL)),
    "part": st.sampled_from(PhotoPart),
    "language": st.sampled_from(Language),
}
PANEL = st.one_of(
    st.tuples(st.sampled_from([*PanelStep, *SETTINGS]), st.none()),
    st.tuples(st.sampled_from(SETTINGS), st.one_of(SMALL.map(str), st.sampled_from(["default", "standard", "keep"]))),
)

TODAY: dict[str, Button] = {
    "v1:cancel:0123456789abcdef": kinds.JobButton("0123456789abcdef", Verb.CANCEL),
    "v1:stronger:ab": kinds.JobButton("ab", Verb.STRONGER),
    "v1:take:ab.3": kinds.SketchButton("ab", 3),
    "v1:turnsofter:ab.2": kinds.SteeringButton("ab", 2, Verb.STEER_SOFTER),
    "v1:turnstyle:ab.0": kinds.OtherStyleButton("ab", 0),
    "v1:swap:ab.01234567": kinds.SwapButton("ab", "01234567"),
    "v1:stopseries:ab": kinds.SeriesButton("ab"),
    "v1:start:7.n12": kinds.DraftButton(7, "n12", Verb.START),
    "v1:start:7.01234567": kinds.DraftButton(7, "01234567", Verb.START),
    "v1:asstyle:7.n12.01234567": kinds.RoleButton(7, "n12", "01234567", Verb.AS_STYLE),
    "v1:ascontent:7.01234567": kinds.RoleButton(7, None, "01234567", Verb.AS_CONTENT),
    "v1:laststyle:-1007.n12.ab": kinds.LastButton(-1007, "n12", "ab", Verb.LAST_STYLE),
    "v1:pick:7.n12.all": kinds.PickButton(7, "n12", ALL),
    "v1:pick:7.n12.2": kinds.PickButton(7, "n12", 2),
    "v1:styles:7.-.0": kinds.PageButton(7, "-", 0, Verb.STYLES),
    "v1:style:7.n12.40": kinds.StyleButton(7, "n12", 40),
    "v1:delstyle:7.-.40.1": kinds.DeleteStyleButton(7, "-", 40, 1),
    "v1:protectpart:7.n12.leftthird": kinds.PartButton(7, "n12", PhotoPart.LEFT_THIRD, Verb.PROTECT_PART),
    "v1:grow:7.01234567": kinds.RegionButton(7, "01234567", Verb.GROW),
    "v1:frame:7": kinds.PersonButton(7, Verb.STILL),
    "v1:unshare:7.3": kinds.UnshareButton(7, 3),
    "v1:set:7.open": kinds.SettingsButton(7, PanelStep.OPEN),
    "v1:set:7.size": kinds.SettingsButton(7, "size"),
    "v1:set:7.size=512": kinds.SettingsButton(7, "size", "512"),
    "v1:language:de": kinds.LanguageButton(Language.GERMAN),
}


@st.composite
def carried(draw: st.DrawFn, verb: Verb) -> Button:
    """Some button of this verb."""
    kind: type[Any] = KINDS[verb]
    if kind is kinds.SettingsButton:
        return kinds.SettingsButton(draw(FIELDS["owner"]), *draw(PANEL))
    names = [field.name for field in fields(kind) if field.name != "verb"]
    values = {name: draw(FIELDS[name]) for name in names}
    if kind is kinds.RoleButton and not values["draft"].startswith(kinds.HANDLE):
        values["draft"] = None  # of an earlier version
    made: Button = kind(**values) if "verb" in vars(kind) else kind(**values, verb=verb)
    return made


def test_every_verb_has_a_kind_and_every_kind_a_verb() -> None:
    assert set(KINDS) == set(Verb)
    assert set(KINDS.values()) == set(get_args(Button))


@pytest.mark.parametrize("verb", Verb)
@given(data=st.data())
def test_every_kind_comes_back_as_it_was(verb: Verb, data: st.DataObject) -> None:
    sent = data.draw(carried(verb))
    written = button("label", sent).callback_data
    assert isinstance(written, str)
    assert len(written.encode()) <= MAX_BYTES
    assert decode(written) == sent
    assert verb_of(written) is verb


@pytest.mark.parametrize("data", TODAY)
def test_the_buttons_in_peoples_chats_are_understood(data: str) -> None:
    assert decode(data) == TODAY[data]
    assert encode(TODAY[data]) == data


def test_there_is_one_of_every_kind_among_them() -> None:
    assert {type(each) for each in TODAY.values()} == set(get_args(Button))


@pytest.mark.parametrize("data", [None, "", "v1", "v1:cancel", "v1:cancel:", "v0:cancel:1", "v1:explode:1", "v1:a:b:c"])
def test_data_of_another_kind_is_nothing(data: str | None) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("verb", Verb)
@given(rest=st.text("0123456789-nab.=:_ xé", max_size=30))
def test_what_is_understood_is_what_would_be_written(verb: Verb, rest: str) -> None:
    data = f"v1:{verb}:{rest}"
    found = decode(data)
    assert found is None or encode(found) == data


@given(st.text())
def test_no_data_whatever_makes_it_fail(data: str) -> None:
    found = decode(data)
    assert found is None or encode(found) == data


def test_a_button_that_telegram_would_refuse_is_not_made() -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        button("label", kinds.JobButton("a" * MAX_BYTES, Verb.CANCEL))
