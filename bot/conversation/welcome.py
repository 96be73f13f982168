"""`/start`: what this bot does, shown rather than told, and two ways to begin without a picture at hand."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot import examples
from bot.conversation.children import what_became_of
from bot.conversation.limits import Refusal, describe_refusal
from bot.conversation.panel import opener
from bot.conversation.rewriting import message_tapped
from bot.conversation.starting import begin
from bot.conversation.styles import styles
from bot.conversation.turn import Turn
from bot.store import Draft, Transaction
from bot.texts.look_up import Texts
from bot.transport.pace import Urgency
from bot.transport.taps import Verb, button


async def start(turn: Turn) -> None:
    """A photo before and after, and what to do."""
    await turn.settle()
    await turn.services.messenger.send_photo(
        turn.place,
        examples.before_and_after(),
        turn.texts.say("start"),
        reply_to=None if turn.in_private else turn.message_to_quote,
        buttons=_buttons(turn.place.user_id, turn.texts),
        urgency=Urgency.ANSWER,
    )


async def begin_tapped(turn: Turn, verb: Verb, owner: str) -> None:
    """One of the ways to begin."""
    if owner != str(turn.place.user_id):
        await turn.end_tap("tap-not-your-start", alert=True)
    elif verb is Verb.GALLERY:
        await turn.answer_tap()
        await styles(turn)
    else:
        await _paint_example(turn)


async def _paint_example(turn: Turn) -> None:
    """A job like any other, with the tapper's settings and limits; once, for as long as its painting is kept. A photo
    that waits for its style goes on waiting.
    """
    welcome, now = message_tapped(turn), time.time()
    draft = Draft(
        place=turn.place,
        content=await _kept(turn, examples.photo()),
        styles=(await _kept(turn, examples.style()),),
        content_message_id=welcome.message_id if welcome is not None else None,
        updated_at=now,
    )

    async def work(tx: Transaction) -> Refusal | str:
        present = await tx.job_pictures.made_of(draft)
        if present is not None:
            return what_became_of(present)
        begun = await begin(tx, turn.services, draft, now)
        return begun if isinstance(begun, Refusal) else "tap-started"

    outcome = await turn.commit(work)
    if isinstance(outcome, Refusal):
        await turn.answer_tap(describe_refusal(outcome, turn.texts), alert=True)
    else:
        await turn.answer_tap(turn.texts.say(outcome))


async def _kept(turn: Turn, jpeg: bytes) -> str:
    """One of our own pictures in the files, rebuilt as those of people are."""
    return await turn.services.store.files.put((await turn.services.decoder.normalise(jpeg)).png)


def _buttons(owner: int, texts: Texts) -> InlineKeyboardMarkup:
    ways = [button(texts.say(f"button-{verb}"), verb, str(owner)) for verb in (Verb.EXAMPLE, Verb.GALLERY)]
    return InlineKeyboardMarkup([[way] for way in ways] + [list(row) for row in opener(owner, texts).inline_keyboard])
