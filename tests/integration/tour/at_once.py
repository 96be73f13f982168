"""A part of the tour: what is painted in an instant, in the styles of the house."""

from __future__ import annotations

from bot.transport.verbs import Verb
from engine.settings import FeatureSource
from tests.support.eventually import LONG
from tests.support.pictures import plain_png
from tests.support.sandbox_chat import results
from tests.support.tour import Route, Scene

SHELF = ("waves",)  #: of the project's styles

route = Route()


@route.stop("/styles", Verb.MENU, Verb.BACK, Verb.PAINT)
async def a_painting_in_an_instant_and_then_properly(scene: Scene) -> None:
    shelf = None
    while shelf is None or "waves" not in str(shelf.buttons).lower():  # the bot fills it while it starts
        asked = await scene.ann.send_text("/styles")
        shelf = await scene.ann.wait_for(
            lambda chat, asked=asked: chat[-1] if chat[-1].message_id > asked else None, LONG
        )
    await scene.ann.send_photo(plain_png("red"), caption="style=waves preset=instant size=256 colors=keep")
    painting = await scene.ann.gets_painting("size=256 preset=instant colors=keep style=waves")
    assert scene.engine.jobs[-1].settings.features is FeatureSource.INSTANT
    assert len([message for message in await scene.ann.transcript() if results([message])]) == 1
    behind = await scene.ann.opened(painting)
    offered = {data.split(":")[1] for data in behind.callback_data}
    assert offered == {Verb.COLORS, Verb.BIGGER, Verb.ORIGINAL, Verb.BACK}
    await scene.ann.presses(behind, Verb.BACK)
    assert (await scene.ann.presses(painting, Verb.PAINT))["text"] == scene.ann.say("tap-started")
    await scene.ann.gets_painting("iterations=300 size=512 preset=standard colors=keep style=waves")
    assert (await scene.ann.presses(painting, Verb.PAINT))["text"] == scene.ann.say("tap-follow-up-done")


@route.stop("/savestyle", "/preset", "/strength", "/settings")
async def what_cannot_be_had_in_an_instant(scene: Scene) -> None:
    before = len(scene.engine.jobs)
    await scene.ann.send_photo(plain_png("green"), caption="/savestyle chalk")
    await scene.ann.hears("style-saved", name="chalk")
    await scene.ann.send_text("/preset instant")
    await scene.ann.hears("setting-saved", recipe="size=512 preset=instant")
    await scene.ann.send_text("/strength 40")
    await scene.ann.hears("setting-instant")
    await scene.ann.send_photo(plain_png("red"), caption="style=chalk")
    said = await scene.ann.hears("limit-instant", styles="waves", example="style=waves")
    assert scene.ann.say("limit-kept") not in said.text
    await scene.ann.send_album([plain_png("green"), plain_png("blue")], caption="/series chalk")
    await scene.ann.hears("limit-instant", styles="waves", example="style=waves")
    assert len(scene.engine.jobs) == before  # nothing was queued
    await scene.ann.send_text("style=waves")
    await scene.ann.hears("series-ready", count=2, size="512", cost=0.1, quota=50, free=48.95)
    await scene.ann.send_text("/settings reset")
