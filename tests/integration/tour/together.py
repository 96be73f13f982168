"""The fifth part: styles for everybody, and several photos in one style."""

from __future__ import annotations

from bot.transport.taps import Verb
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.tour import ANY, Route, Scene

route = Route()  #: with Ann as an admin


@route.stop("/share", "/shared", "/unshare", Verb.SHARE, Verb.UNSHARE)
async def a_style_that_is_shared_and_taken_back(scene: Scene) -> None:
    ann = scene.ann
    await ann.send_album([plain_png("red"), plain_png("blue")])
    card = await ann.gets_painting()
    await ann.presses(card, Verb.SHARE)
    await ann.hears("share-done", recipe=ANY, name=ANY)
    await ann.send_text("/share sea-at-night", reply_to=card.message_id)
    await ann.hears("share-done", recipe=ANY, name="sea-at-night")
    await ann.send_text("/shared")
    sheet = await ann.hears("shared-list")
    assert sheet.media is not None
    assert (await ann.presses(sheet, Verb.UNSHARE))["text"] == ann.say("tap-unshared")
    await ann.send_text("/unshare sea-at-night")
    await ann.hears("unshare-done", names="sea-at-night")


@route.stop("/takedown")
async def a_name_that_the_operator_removes(scene: Scene) -> None:
    await scene.ann.send_photo(plain_png("green"), caption="/style")
    await scene.ann.send_text("/share not-nice")
    await scene.ann.hears("share-done", recipe=ANY, name="not-nice")
    await scene.ann.send_text("/takedown not-nice")
    await scene.ann.hears("admin-taken-down", name="not-nice", user=ANY)
    await scene.ann.send_text("/cancel")
    await scene.ann.hears("cancelled-draft")


@route.stop("/series", Verb.SERIES, Verb.START_SERIES, Verb.STOP_SERIES)
async def an_album_in_one_style(scene: Scene) -> None:
    ann = scene.ann
    await ann.send_text("/series")
    question = await ann.hears("series-send-album", low="2", high="10")
    await ann.presses(question, Verb.DROP)
    await ann.send_album([plain_png("red"), plain_png("green"), plain_png("blue")])
    question = await ann.hears("choices-kept", count=2)
    await ann.presses(question, Verb.SERIES)
    await ann.becomes(question, "series-which-style", count=3)
    scene.engine.plan(Script(iterations=5), Script(hold_at=2))
    await ann.send_photo(plain_png("yellow"))
    offer = await ann.hears("series-ready", count=3, recipe=ANY, cost=3, quota=50, free=49)
    assert (await ann.presses(offer, Verb.START_SERIES))["text"] == ann.say("tap-started")
    card = await ann.hears("series-painting", numbers="2")
    assert (await ann.presses(card, Verb.STOP_SERIES))["text"] == ann.say("tap-cancelled")
    await ann.hears("series-told", count=1)
