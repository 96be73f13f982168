"""The fifth part: styles for everybody, and several photos in one style."""

from __future__ import annotations

from bot.transport.verbs import Verb
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.tour import ANY, Route, Scene

route = Route()  #: with Ann as an admin


@route.stop("/share", "/shared", "/unshare", Verb.ASK_SHARE, Verb.SHARE, Verb.UNSHARE)
async def a_style_that_is_shared_and_taken_back(scene: Scene) -> None:
    ann = scene.ann
    await ann.send_album([plain_png("red"), plain_png("blue")])
    card = await ann.gets_painting()
    assert (await ann.presses(card, Verb.ASK_SHARE))["show_alert"]
    question = await ann.wait_for(
        lambda chat: next((m for m in chat if f"v1:{Verb.SHARE}:" in str(m.callback_data)), None), LONG
    )
    await ann.presses(question, Verb.SHARE)
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
    await scene.ann.hears("canceled-draft")


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
    offer = await ann.hears("series-ready", count=3, size=ANY, cost=3, quota=50, free=49)
    assert (await ann.presses(offer, Verb.START_SERIES))["text"] == ann.say("tap-started")
    card = await ann.hears("series-painting", numbers="2")
    assert (await ann.presses(card, Verb.STOP_SERIES))["text"] == ann.say("tap-canceled")
    await ann.hears("series-told", count=1)


@route.stop("/start")
async def a_painting_goes_to_another_chat_and_brings_others(scene: Scene) -> None:
    ann = scene.ann
    await ann.send_photo(plain_png("olive"), caption="/style")
    await ann.send_text("/share sea-at-noon")
    await ann.hears("share-done", recipe=ANY, name="sea-at-noon")
    await ann.send_photo(plain_png("red"), caption="iterations=30")
    painting = await ann.gets_painting()
    switch = "switch_inline_query_chosen_chat"
    query = next(key[switch]["query"] for row in painting.buttons for key in row if switch in key)
    other = await ann.add_person("Eve")
    group = ann.at(chat=await ann.add_group("Friends", [await ann.own_id(), other]))

    stranger = group.at(as_=other)
    assert (await stranger.inline_offer(await stranger.ask_inline(query)))["results"] == []
    asked = await group.ask_inline(query)
    (result,) = (await group.inline_offer(asked))["results"]
    shared = await group.choose_inline(asked, result["id"])
    message = next(each for each in await group.transcript() if each.message_id == shared)
    assert message.media is not None
    assert message.text.startswith("sea-at-noon · ")
    ((link,),) = message.buttons
    assert link["text"] == ann.say("button-like-this")

    eve = ann.at(as_=other, chat=other)
    await eve.send_text("/start " + link["url"].partition("?start=")[2])
    await eve.hears("start-like", name="sea-at-noon")
    await eve.send_photo(plain_png("blue"))
    await eve.gets_painting("iterations=30", "style=sea-at-noon")
    await ann.send_text("/unshare sea-at-noon")
    await ann.hears("unshare-done", names="sea-at-noon")


@route.stop()
async def what_this_bot_or_server_lacks_is_done_without(scene: Scene) -> None:
    ann = scene.ann
    await ann.set_abilities(colors=False)
    await ann.send_photo(plain_png("navy"))
    question = await ann.hears("content-kept")
    assert not any("style" in key for row in question.buttons for key in row)
    await ann.presses(question, Verb.DROP)
    await ann.set_abilities(inline=False)  # the bot still believes that it is on
    await ann.send_album([plain_png("red"), plain_png("blue")])
    painting = await ann.gets_painting()
    keys = [key for row in painting.buttons for key in row]
    assert not any("switch_inline_query_chosen_chat" in key for key in keys)
    await ann.send_album([plain_png("red"), plain_png("gold")])
    painting = await ann.gets_painting()
    urls = [key.get("url", "") for row in painting.buttons for key in row]
    assert any(url.startswith("https://t.me/share/url?url=") for url in urls)
    await ann.set_abilities()
