"""Commands with any argument, and taps with any data: each is answered, none makes a handler fail."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from bot.conversation.settings import panel
from bot.jobs.setting_limits import SETTINGS
from bot.transport.button_kinds import PanelStep
from bot.transport.buttons import MAX_BYTES
from bot.transport.verbs import Verb
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.commands import NAMES
from tests.support.mutations import chance_of, words

SEED = 20261123
LONGEST_TEXT, LONGEST_CAPTION, LONGEST_TAP = 4096, 1024, 200  #: characters, by Telegram's rules
amounts = pytest.mark.parametrize(
    "amount", [40, pytest.param(3000, marks=[pytest.mark.thorough, pytest.mark.slow])], ids=["short", "long"]
)
MEANT = ("stats", "queue", "kill", "ban", "unban", "quota", "resume")


@pytest.fixture
def settings() -> dict[str, object]:
    return {"admins": frozenset({HOME.user_id})}


def assert_within_telegrams_limits(chat: Chat) -> None:
    for request in chat.telegram.requests:
        about = request.parameters
        assert len(about.get("text", "")) <= (LONGEST_TAP if request.method == "answerCallbackQuery" else LONGEST_TEXT)
        assert len(about.get("caption", "")) <= LONGEST_CAPTION
        for row in (about.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]:
            assert all(len(key["callback_data"].encode()) <= MAX_BYTES for key in row)


@pytest.mark.fault("fuzz")
@amounts
async def test_any_words_after_a_command_are_answered(
    chat: Chat, caplog: pytest.LogCaptureFixture, amount: int, figure: Callable[[str], None]
) -> None:
    chance = chance_of(SEED)
    names = [*NAMES, *MEANT]
    known = [*names, *panel.EXAMPLES, "7", "=", "300", "style=waves", "iterations=300", "default", "@another_bot"]
    await chat.feed(chat.picture("red"))
    with caplog.at_level(logging.ERROR):
        for _ in range(amount):
            text = f"/{chance.choice(names)} {words(chance, known)}"[:LONGEST_TEXT].rstrip()
            await chat.feed(updates.text(text, chat.bot))
            assert [record.message for record in caplog.records] == [], repr(text)
    assert await chat.unhandled() == 0
    assert_within_telegrams_limits(chat)
    figure(f"commands {amount:,}: crashes 0")


@pytest.mark.fault("fuzz")
@amounts
async def test_any_data_of_a_tap_is_answered_once(
    chat: Chat, caplog: pytest.LogCaptureFixture, amount: int, figure: Callable[[str], None]
) -> None:
    chance = chance_of(SEED)
    await chat.feed(chat.picture("red"))
    waiting = chat.button("drop").split(":")[2]
    await chat.feed(chat.picture("blue"), chat.picture("green"))
    (job,) = await chat.jobs()
    known = [waiting, job.id, *SETTINGS, *PanelStep, "7", "7.", "7.-.", ".0.", ".", "=", "0", "9" * 25, "all", "de"]
    with caplog.at_level(logging.ERROR):
        for number in range(1, amount + 1):
            data = f"v1:{chance.choice(list(Verb))}:{words(chance, known, most=3)}".encode()[:MAX_BYTES].decode(
                "utf8", "ignore"
            )
            await chat.feed(updates.tap(data, chat.bot))
            assert [record.message for record in caplog.records] == [], repr(data)
            assert len(chat.telegram.of("answerCallbackQuery")) == number, repr(data)
    assert await chat.unhandled() == 0
    assert_within_telegrams_limits(chat)
    figure(f"taps {amount:,}: each answered once, crashes 0")


@pytest.mark.parametrize("verb", [Verb.STYLES, Verb.STYLE, Verb.OWN_STYLES, Verb.DELETE_STYLE])
async def test_a_number_beyond_those_of_the_store_is_none(chat: Chat, verb: Verb) -> None:
    rest = ".0" if verb is Verb.DELETE_STYLE else ""
    for number in (10**18, 2**63, 10**25):
        assert "another version" in str(await chat.tap(f"v1:{verb}:7.-.{number}{rest}"))
