"""The first part of the tour: one person in a private chat who paints, with an engine that is done at once."""

from __future__ import annotations

import io

from PIL import Image

from bot.conversation.settings.commands import SAVED_BY_NAME
from bot.jobs.follow_ups import OF_RESULTS, FollowUpKind
from bot.jobs.setting_limits import SETTINGS
from bot.texts import recipe
from bot.transport.verbs import Verb
from engine.settings import TransferSettings
from tests.support.drawings import CUP, Drawing, drawn, jpeg, photo_of
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.portraits import photograph
from tests.support.sandbox_chat import Chat, results, shows
from tests.support.tour import ANY, Route, Row, Scene

STANDARD = recipe.write(TransferSettings())
#: A new value for each setting, in the order in which they are set.
VALUES: dict[str, int | str] = {
    "preset": "draft",
    "iterations": 40,
    "size": 256,
    "strength": 70,
    "colors": "keep",
    "style_scale": 150,
    "init": "noise",
    "faces": "painted",
}

#: The follow-ups that are offered under a painting that took more than an instant.
OF_PAINTINGS = tuple(kind for kind in OF_RESULTS if kind is not FollowUpKind.PAINT)

route = Route()


@route.stop("/start", "/help", Verb.EXAMPLE, Verb.GALLERY, Verb.SET)
async def first_words(scene: Scene) -> None:
    await scene.ann.send_text("/start")
    welcome = await scene.ann.hears("start")
    assert welcome.media is not None
    assert (await scene.ann.presses(welcome, Verb.EXAMPLE))["text"] == scene.ann.say("tap-started")
    assert (await scene.ann.gets_painting()).reply_to == welcome.message_id
    assert (await scene.ann.presses(welcome, Verb.EXAMPLE))["text"] == scene.ann.say("tap-follow-up-done")
    await scene.ann.presses(welcome, Verb.GALLERY)
    await scene.ann.hears("gallery-empty")  # where nobody put a style
    await scene.ann.presses(welcome, Verb.SET, ".open")
    settings = await scene.ann.hears("settings", recipe=STANDARD)
    assert settings.message_id != welcome.message_id
    await scene.ann.presses(settings, Verb.SET, ".size")
    sizes = await scene.ann.becomes(settings, "setting-size", low="128", high="2048", example="512")
    answer = await scene.ann.presses(sizes, Verb.SET, ".size=384")
    assert answer["text"] == scene.ann.say("tap-set")
    await scene.ann.becomes(settings, "settings", recipe=STANDARD.replace("512", "384"))
    await scene.ann.send_text("/help")
    await scene.ann.hears("help", iterations="10–2000", size="128–2048")


@route.stop("/settings", *(f"/{name}" for name in SETTINGS))
async def settings_in_words(scene: Scene) -> None:
    for name, value in VALUES.items():
        await scene.ann.send_text(f"/{name} ?")
        if isinstance(value, int):
            about = {"name": name, "value": "?", "low": ANY, "high": ANY, "example": ANY}
            await scene.ann.hears("bad-number", **about)
        else:
            await scene.ann.hears("bad-choice", name=name, value="?", choices=ANY, example=ANY)
        await scene.ann.send_text(f"/{name} {value}")
        if name in SAVED_BY_NAME:
            await scene.ann.hears(f"setting-saved-{name}", value=value)
        else:
            await scene.ann.hears("setting-saved", recipe=ANY)
    await scene.ann.send_text("/settings reset")
    await scene.ann.hears("settings", recipe=STANDARD)


@route.stop()
async def an_album_of_two(scene: Scene) -> None:
    scene.engine.plan(Script(iterations=5, faces=1))  # so that the next stop can ask for other ones
    content, _ = await scene.ann.send_album([plain_png("red"), plain_png("blue")], caption="iterations=40 strength=50")
    card = await scene.ann.gets_painting("iterations=40 size=512 preset=standard strength=50")
    assert card.reply_to == content
    scene.things["card"] = card


@route.stop(*map(Verb, OF_PAINTINGS), Verb.ORIGINAL, Verb.RESTYLE, Verb.FILM, Verb.MENU, Verb.BACK, Verb.KEEP_STYLE)
async def every_button_of_the_result(scene: Scene) -> None:
    card = scene.things["card"]
    before = len(results(await scene.ann.transcript()))
    for kind in OF_PAINTINGS:
        answer = await scene.ann.presses(card, Verb(kind))
        assert answer["text"] == scene.ann.say("tap-started"), kind
    painted = before + len(OF_PAINTINGS) - 1
    sheet = shows(scene.ann.say("card-sketched").splitlines()[0])  # variants are to be chosen from
    await scene.ann.wait_for(lambda chat: len(results(chat)) == painted and sheet(chat), LONG)
    assert (await scene.ann.presses(card, Verb.FILM))["text"] == scene.ann.say("tap-filming")
    film = await scene.ann.wait_for(
        lambda chat: next((m for m in chat if m.from_bot and m.media and m.media.kind == "animation"), None), LONG
    )
    assert film.media is not None
    assert (film.media.mime_type, film.reply_to) == ("video/mp4", card.message_id)
    await scene.ann.wait_for(lambda chat: _is_live(chat, card.message_id), LONG)
    assert (await scene.ann.presses(card, Verb.AGAIN))["text"] == scene.ann.say("tap-follow-up-done")
    assert (await scene.ann.presses(card, Verb.STICKER))["text"] == scene.ann.say("tap-cutting")
    await scene.ann.hears("no-sticker")  # the engine made the face up
    assert (await scene.ann.presses(card, Verb.ORIGINAL))["text"] == scene.ann.say("tap-sending")
    kept = await scene.ann.presses(card, Verb.KEEP_STYLE)
    assert kept["text"] == scene.ann.say("style-saved", name="style-1")
    await scene.ann.presses(card, Verb.BACK)
    await scene.ann.presses(card, Verb.RESTYLE)
    await scene.ann.hears("content-kept")
    await scene.ann.send_photo(plain_png("green"))
    await scene.ann.gets_painting("iterations=40 size=512 preset=standard strength=50")


def _is_live(chat: Chat, message_id: int) -> bool:
    """Whether a painting moves while it is pressed."""
    return any(m.media and m.media.film for m in chat if m.message_id == message_id)


@route.stop("/again")
async def the_last_one_once_more(scene: Scene) -> None:
    await scene.ann.send_text("/again")
    await scene.ann.gets_painting("iterations=40 size=512 preset=standard strength=50 seed=1")


@route.stop("/history", Verb.RESEND, Verb.AGAIN)
async def earlier_paintings(scene: Scene) -> None:
    await scene.ann.send_text("/history")
    sheet = await scene.ann.hears("history-shown")
    assert sheet.media is not None
    assert (await scene.ann.presses(sheet, Verb.RESEND))["text"] == scene.ann.say("history-sending")
    again = await scene.ann.gets_result("iterations=40")
    assert (await scene.ann.presses(again, Verb.AGAIN))["text"] == scene.ann.say("tap-started")
    await scene.ann.gets_painting()


@route.stop("/variants", Verb.SKETCH, Verb.TAKE)
async def one_of_four_variants(scene: Scene) -> None:
    for number, ask in enumerate((scene.ann.send_text, None)):
        await scene.ann.send_photo(plain_png("navy"))
        draft = await scene.ann.hears("content-kept")
        if ask is not None:
            await ask("/variants")
            await scene.ann.hears("variants-noted")
        else:
            assert (await scene.ann.presses(draft, Verb.SKETCH))["text"] == scene.ann.say("variants-noted")
        await scene.ann.send_photo(plain_png(("teal", "gold")[number]))
        sheet = await scene.ann.hears("card-sketched")
        assert (await scene.ann.presses(sheet, Verb.TAKE, ".1"))["text"] == scene.ann.say("tap-started")
        await scene.ann.gets_painting("strength=100")
        assert (await scene.ann.presses(sheet, Verb.TAKE, ".1"))["text"] == scene.ann.say("tap-follow-up-done")


@route.stop("/region", Verb.PART, Verb.GROW, Verb.SHRINK, Verb.INVERT, Verb.WRONG, Verb.RIGHT, Verb.REST_STAYS)
async def regions_with_styles_of_their_own(scene: Scene) -> None:
    await scene.ann.send_text("/region")
    await scene.ann.hears("region-how")
    photo = photo_of("coffee", 640)
    content = await scene.ann.send_photo(jpeg(photo))
    await scene.ann.hears("content-kept")
    await scene.ann.send_photo(drawn(Drawing(thing=CUP, kind="loop"), photo), caption="/region", reply_to=content)
    question = await scene.ann.hears("region-right")
    for verb in (Verb.GROW, Verb.SHRINK, Verb.INVERT):
        former = question
        assert not (await scene.ann.presses(former, verb)).get("text")
        assert (await scene.ann.presses(former, verb))["text"] == scene.ann.say("tap-region-over"), "it is another now"
        question = await scene.ann.becomes(former, "region-right")
    await scene.ann.presses(question, Verb.WRONG)
    await scene.ann.becomes(question, "content-kept")
    await scene.ann.send_text("/region")
    parts = await scene.ann.hears("region-which")
    await scene.ann.presses(parts, Verb.PART, ".left")
    question = await scene.ann.becomes(parts, "region-right")
    await scene.ann.presses(question, Verb.RIGHT)
    await scene.ann.becomes(question, "region-which-style", number=1)
    await scene.ann.send_photo(plain_png("teal"))
    rest = await scene.ann.hears("region-which-rest", count=1)
    assert (await scene.ann.presses(rest, Verb.REST_STAYS))["text"] == scene.ann.say("tap-started")
    card = await scene.ann.gets_painting()
    assert scene.ann.say("card-regions", count=1) in card.text
    [mask] = scene.engine.jobs[-1].masks
    assert mask is not None


@route.stop(Verb.PART, Verb.PROTECT_PART, Verb.STICKER)
async def a_person_by_one_tap(scene: Scene) -> None:
    scene.engine.plan(Script(iterations=5, faces=1))
    await scene.ann.send_photo(jpeg(photograph("camera", 640)))
    photo = await scene.ann.hears("content-kept")
    for part in ("background", "person"):  # only the person, only the background
        await scene.ann.presses(photo, Verb.PROTECT_PART, f".{part}")
        question = await scene.ann.becomes(photo, "protect-right")
        assert question.media is not None, "it is shown before anything begins"
        await scene.ann.presses(question, Verb.WRONG)
        photo = await scene.ann.becomes(question, "content-kept")
    await scene.ann.presses(photo, Verb.PART, ".person")  # two styles
    question = await scene.ann.becomes(photo, "people-right")
    await scene.ann.presses(question, Verb.RIGHT)
    await scene.ann.becomes(question, "people-which-style")
    await scene.ann.send_photo(plain_png("teal"))
    await scene.ann.hears("people-which-rest")
    await scene.ann.send_photo(plain_png("gold"))
    card = await scene.ann.gets_painting()
    assert len(scene.engine.jobs[-1].masks) == 2
    over = await scene.ann.presses(photo, Verb.PART, ".person")
    assert over["text"] == scene.ann.say("tap-draft-over")
    assert (await scene.ann.presses(card, Verb.STICKER))["text"] == scene.ann.say("tap-cutting")
    sent = await scene.ann.wait_for(
        lambda chat: next((m for m in chat if m.from_bot and m.media and m.media.kind == "sticker"), None), LONG
    )
    assert sent.reply_to == card.message_id
    assert sent.media is not None
    with Image.open(io.BytesIO(await scene.ann.download(sent.media))) as sticker:
        assert (sticker.format, max(sticker.size)) == ("WEBP", 512)
        alpha = sticker.convert("RGBA").getchannel("A").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(alpha, int)
    assert 50 < alpha < 200  # the person is there, and nothing else


@route.stop("/protect", Verb.PROTECT_PART)
async def a_part_that_stays_as_it_is(scene: Scene) -> None:
    await scene.ann.send_photo(plain_png("olive"))
    await scene.ann.hears("content-kept")
    await scene.ann.send_text("/protect")
    parts = await scene.ann.hears("protect-which")
    await scene.ann.presses(parts, Verb.PROTECT_PART, ".centre")
    question = await scene.ann.becomes(parts, "protect-right")
    await scene.ann.presses(question, Verb.RIGHT)
    await scene.ann.becomes(question, "protect-kept")
    await scene.ann.send_photo(plain_png("teal"))
    card = await scene.ann.gets_painting()
    assert scene.ann.say("card-protected") in card.text
    assert scene.engine.jobs[-1].protect is not None


@route.stop(Verb.RETRY)
async def what_failed_is_tried_again(scene: Scene) -> None:
    scene.engine.plan(Script(fail_at=2))
    await scene.ann.send_album([plain_png("red"), plain_png("blue")])
    card = await scene.ann.hears("failure-not_finite")
    assert (await scene.ann.presses(card, Verb.RETRY))["text"] == scene.ann.say("tap-started")
    result = await scene.ann.gets_painting("seed=1")
    assert result.reply_to == card.message_id
    assert (await scene.ann.presses(card, Verb.RETRY))["text"] == scene.ann.say("tap-follow-up-done")


@route.stop("/status", "/cancel", Verb.AS_STYLE, Verb.AS_CONTENT, Verb.DROP)
async def roles_of_a_single_picture(scene: Scene) -> None:
    await scene.ann.send_text("/status")
    await scene.ann.hears("status-none")
    await scene.ann.send_photo(plain_png("red"))
    question = await scene.ann.hears("content-kept")
    await scene.ann.presses(question, Verb.AS_STYLE)
    question = await scene.ann.becomes(question, "style-kept")
    await scene.ann.presses(question, Verb.AS_CONTENT)
    question = await scene.ann.becomes(question, "content-kept")
    await scene.ann.send_text("/status")
    status = await scene.ann.hears("content-kept")
    await scene.ann.presses(status, Verb.DROP)
    await scene.ann.becomes(status, "canceled-draft")
    assert (await scene.ann.presses(question, Verb.DROP))["text"] == scene.ann.say("tap-draft-over")
    await scene.ann.send_text("/cancel")
    await scene.ann.hears("canceled-nothing")


@route.stop(Verb.LAST_STYLE, Verb.LAST_PHOTO)
async def pictures_of_the_job_before(scene: Scene) -> None:
    for verb, color in ((Verb.LAST_STYLE, "yellow"), (Verb.LAST_PHOTO, "black")):
        await scene.ann.send_photo(plain_png(color))
        question = await scene.ann.hears("content-kept")
        assert (await scene.ann.presses(question, verb))["text"] == scene.ann.say("tap-started")
        await scene.ann.gets_painting()
    before, after = scene.engine.jobs[-2:]
    assert after.content == before.content
    assert after.styles != before.styles


@route.stop(Verb.PICK)
async def an_album_with_styles_to_choose_from(scene: Scene) -> None:
    for ending, count in ((".1", 1), (".all", 2)):
        await scene.ann.send_album([plain_png("red"), plain_png("green"), plain_png("blue")])
        question = await scene.ann.hears("choices-kept", count=2)
        assert question.media is not None
        assert (await scene.ann.presses(question, Verb.PICK, ending))["text"] == scene.ann.say("tap-started")
        await scene.ann.becomes(question, "draft-started")
        await scene.ann.gets_painting()
        assert len(scene.engine.jobs[-1].styles) == count


@route.stop(Verb.START)
async def two_photos_that_wait_for_a_tap(scene: Scene) -> None:
    await scene.ann.send_album([plain_png("red"), plain_png("blue")], caption="size=1 iterations=30")
    question = await scene.ann.hears("both-kept")
    assert (await scene.ann.presses(question, Verb.START))["text"] == scene.ann.say("tap-started")
    await scene.ann.becomes(question, "draft-started")
    await scene.ann.gets_painting("iterations=30 size=512")
    assert (await scene.ann.presses(question, Verb.START))["text"] == scene.ann.say("tap-draft-over")


@route.stop(Row.SAME_TWICE)
async def the_same_picture_twice(scene: Scene) -> None:
    await scene.ann.send_album([plain_png("red"), plain_png("red")])
    await scene.ann.hears("same-picture")
    await scene.ann.gets_painting()
