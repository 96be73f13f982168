"""The third part: an engine that takes its time, fails, or is interrupted."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.conversation.draft.drafts import IDLE_SECONDS
from bot.jobs.model import Place
from bot.store import Store
from bot.transport.verbs import Verb
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import VisibleMessage
from tests.support.tour import ANY, Route, Row, Scene

MOST = 2  #: jobs that one person may have in work

route = Route()  #: with a bot that takes MOST jobs of a person
interrupted = Route()  #: every stop starts bots of its own

#: Other seeds, because the bot answers a request that was painted before at once.
SEEDS = itertools.count(1)


async def running_card(scene: Scene) -> VisibleMessage:
    """Begin a job that stands still at its tenth iteration; returns its card."""
    scene.engine.plan(Script(hold_at=10))
    await scene.ann.send_album([plain_png("red"), plain_png("blue")], caption=f"iterations=20 seed={next(SEEDS)}")
    halfway: dict[str, Any] = {
        "bar": ANY,
        "iteration": "10",
        "iterations": "20",
        "left": ANY,
        "content": 0.5,
        "style": 0.5,
    }
    card = await scene.ann.hears("card-progress", **halfway)
    await scene.engine.held()
    return card


async def waiting_card(scene: Scene) -> VisibleMessage:
    await scene.ann.send_album([plain_png("green"), plain_png("blue")], caption=f"iterations=20 seed={next(SEEDS)}")
    return await scene.ann.hears("card-next")


@route.stop(Row.THIRD_PHOTO, "/status", Verb.KEEP, Verb.SWAP, Verb.CANCEL)
async def while_a_job_runs(scene: Scene) -> None:
    running, waiting = await running_card(scene), await waiting_card(scene)
    await scene.ann.send_photo(plain_png("black"))
    await scene.ann.hears("content-kept")
    await scene.ann.send_text("/status")
    status = await scene.ann.hears("status-running", percent="50")
    assert scene.ann.say("content-kept") in status.text
    await scene.ann.send_text("is it ready?")
    await scene.ann.hears("status-running", percent="50")
    await scene.ann.presses(status, Verb.DROP)
    for _ in range(2):
        assert (await scene.ann.presses(waiting, Verb.SWAP))["text"] == scene.ann.say("tap-swapped")
    assert (await scene.ann.presses(waiting, Verb.CANCEL))["text"] == scene.ann.say("tap-canceled")
    await scene.ann.becomes(waiting, "card-canceled")
    assert (await scene.ann.presses(running, Verb.KEEP))["text"] == scene.ann.say("tap-keeping")
    result = await scene.ann.gets_painting("iterations=20")
    assert result.message_id > running.message_id
    # It becomes a line, or goes with its preview.
    await scene.ann.wait_for(
        lambda chat: not any(m.callback_data for m in chat if m.message_id == running.message_id), LONG
    )
    assert (await scene.ann.presses(running, Verb.CANCEL))["text"] == scene.ann.say("tap-over")


@route.stop(Verb.STEER_STRONGER, Verb.STEER_SOFTER, Verb.STEER_STYLE)
async def a_job_is_steered(scene: Scene) -> None:
    card = await running_card(scene)
    for verb, name in ((Verb.STEER_STRONGER, "button-stronger"), (Verb.STEER_SOFTER, "button-softer")):
        assert (await scene.ann.presses(card, verb))["text"] == scene.ann.say("tap-steered")
        card = await scene.ann.becomes(card, "card-steering", what=scene.ann.say(name))
    assert (await scene.ann.presses(card, Verb.STEER_STYLE))["text"] == scene.ann.say("tap-send-style")
    await scene.ann.hears("steer-how")
    style = await scene.ann.send_photo(plain_png("teal"))
    await scene.ann.wait_for(lambda chat: any(m.message_id == style and m.reaction == "👀" for m in chat), LONG)
    scene.engine.release()
    await scene.ann.gets_painting("strength=")


@route.stop(Row.LIMITS, "/cancel", Verb.START)
async def more_than_is_allowed(scene: Scene) -> None:
    running, waiting = await running_card(scene), await waiting_card(scene)
    await scene.ann.send_album([plain_png("yellow"), plain_png("blue")])
    refusal = await scene.ann.hears("limit-jobs", count=MOST)
    assert scene.ann.say("limit-kept") in refusal.text
    answer = await scene.ann.presses(refusal, Verb.START)
    assert answer["show_alert"]
    assert scene.ann.say("limit-jobs", count=MOST) in answer["text"]
    assert (await scene.ann.presses(running, Verb.CANCEL))["text"] == scene.ann.say("tap-canceled")
    await scene.ann.becomes(running, "card-canceled")
    await scene.ann.gets_painting()
    assert (await scene.ann.presses(refusal, Verb.START))["text"] == scene.ann.say("tap-started")
    await scene.ann.gets_painting()
    assert waiting.message_id != running.message_id
    await scene.ann.send_text("/cancel")
    await scene.ann.hears("canceled-nothing")


@route.stop(Row.BLOCKED)
async def blocked_and_let_in_again(scene: Scene) -> None:
    await running_card(scene)
    waiting = await waiting_card(scene)
    await scene.ann.set_bot_status("kicked")
    await scene.ann.set_bot_status("member")
    await scene.ann.becomes(waiting, "card-canceled")
    scene.engine.release()
    await scene.ann.gets_painting()


@route.stop(Row.OUT_OF_MEMORY)
async def too_little_memory(scene: Scene) -> None:
    scene.engine.plan(Script(fail_at=3, failure="out_of_memory", retryable=True))
    await scene.ann.send_album([plain_png("red"), plain_png("blue")])
    card = await scene.ann.gets_painting("size=352")
    assert scene.ann.say("card-smaller") in card.text


@interrupted.stop(Row.RESTART)
async def a_restart_in_mid_job(scene: Scene) -> None:
    async with running_bot(scene.server, scene.data, scene.engine):
        card = await running_card(scene)
    await scene.ann.becomes(card, "card-paused", iteration="5", iterations="20")
    engine = FakeEngine()
    async with running_bot(scene.server, scene.data, engine):
        assert (await scene.ann.gets_painting("iterations=20")).message_id > card.message_id
    assert engine.jobs[0].checkpoint is not None


@interrupted.stop(Row.IDLE_DRAFT, "/status")
async def a_photo_that_waited_too_long(scene: Scene) -> None:
    async with running_bot(scene.server, scene.data, FakeEngine()):
        await scene.ann.send_photo(plain_png("red"))
        await scene.ann.hears("content-kept")
    await _age_draft(scene.data, await scene.ann.own_id())
    async with running_bot(scene.server, scene.data, FakeEngine()):
        await scene.ann.send_text("/status")
        await scene.ann.hears("status-none")
        await scene.ann.send_photo(plain_png("blue"))
        await scene.ann.hears("content-kept")


async def _age_draft(data: Path, person: int) -> None:
    place, long_ago = Place(chat_id=person, user_id=person), time.time() - IDLE_SECONDS - 1
    store = await Store.open(data)
    try:
        draft = await store.read(lambda tx: tx.drafts.get(place))
        assert draft is not None
        await store.write(lambda tx: tx.drafts.save(replace(draft, updated_at=long_ago)))
    finally:
        await store.aclose()
