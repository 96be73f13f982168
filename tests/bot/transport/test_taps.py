"""The data behind buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transport.taps import MAX_BYTES, Verb, button, read


@pytest.mark.parametrize("verb", Verb)
def test_what_a_button_says_is_read_back(verb: Verb) -> None:
    data = button("label", verb, "0123456789abcdef").callback_data
    assert isinstance(data, str)
    assert len(data.encode()) <= MAX_BYTES
    assert read(data) == (verb, "0123456789abcdef")


@pytest.mark.parametrize("data", [None, "", "v1", "v1:cancel", "v1:cancel:", "v0:cancel:1", "v1:explode:1", "v1:a:b:c"])
def test_data_of_another_kind_is_nothing(data: str | None) -> None:
    assert read(data) is None


@given(st.text())
def test_no_data_whatever_makes_it_fail(data: str) -> None:
    read(data)
