"""The fourth part: other people. A group with topics, somebody who speaks German, and what only admins may."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from bot.languages import Language
from bot.store.archive import MANIFEST, Manifest
from bot.store.layout import BACKUPS
from bot.transport.verbs import Verb
from tests.support.commands import ADMIN_NAMES
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.tour import ANY, Route, Row, Scene, Tourist

route = Route()  #: with Ann as the admin


async def ben(scene: Scene) -> Tourist:
    """Ben, who speaks German, in his private chat."""
    if "ben" not in scene.things:
        scene.things["ben"] = scene.ann.at(as_=await scene.ann.add_person("Ben", "de")).speaking(Language.GERMAN)
    return scene.things["ben"]


@route.stop("/start", "/language", Verb.LANGUAGE)
async def another_language(scene: Scene) -> None:
    somebody = await ben(scene)
    await somebody.send_text("/start")
    await somebody.hears("start")
    await somebody.send_text("/language")
    question = await somebody.hears("choose-language", example="en")
    somebody.speaking(Language.RUSSIAN)
    answer = await somebody.presses(question, Verb.LANGUAGE, ":ru")
    assert answer["text"] == somebody.say("language-saved")
    await somebody.becomes(question, "choose-language", example="en")
    await somebody.send_text("/language Deutsch")
    somebody.speaking(Language.GERMAN)
    await somebody.hears("language-saved")


@route.stop(Row.GROUP, "/style", "/status", "/settings", Verb.SET, Verb.DROP, Verb.STRONGER)
async def several_people_in_a_topic(scene: Scene) -> None:
    own, other = await scene.ann.own_id(), await (await ben(scene)).own_id()
    group = await scene.ann.add_group("Painters", [own, other], forum=True)
    topic = await scene.ann.at(chat=group).add_topic("Landscapes")
    ann = scene.ann.at(chat=group, thread=topic)
    somebody = scene.ann.at(chat=group, thread=topic, as_=other).speaking(Language.GERMAN)
    name = (await ann.state())["bot"]["username"]

    photo = await ann.send_photo(plain_png("blue"), caption=f"/style@{name}")
    question = await ann.hears("style-kept")
    assert question.raw["thread_id"] == topic
    assert question.reply_to == photo
    assert ann.say("reply-in-group") in question.text
    answer = await somebody.presses(question, Verb.DROP)
    assert answer["text"] == somebody.say("tap-not-yours")
    assert answer["show_alert"]
    await somebody.send_text("hello everybody")
    await somebody.send_text(f"/status@{name}")
    status = await somebody.hears("status-none")
    await ann.send_photo(plain_png("red"), reply_to=question.message_id)
    result = await ann.gets_painting("iterations=300")
    assert result.raw["thread_id"] == topic
    answer = await somebody.presses(result, Verb.STRONGER)
    assert answer["text"] == somebody.say("tap-not-yours")

    await somebody.send_text(f"/settings@{name}")
    panel = await somebody.hears("settings", recipe=ANY)
    answer = await ann.presses(panel, Verb.SET, ".size")
    assert answer["text"] == ann.say("tap-not-your-settings")
    below = ann.say("card-below")  #: what the former card says, unless it was a picture, which goes
    only = {each.message_id for each in (status, result, panel)}  # the question was answered, and went
    await ann.wait_for(lambda chat: {m.message_id for m in chat if m.from_bot and m.text != below} == only, LONG)


@route.stop("/stats")
async def no_admin(scene: Scene) -> None:
    somebody = await ben(scene)
    await somebody.send_text("/stats")
    await somebody.hears("problem-command")


@route.stop(*(f"/{name}" for name in ADMIN_NAMES if name != "takedown"))
async def the_admins_commands(scene: Scene) -> None:
    ann, somebody = scene.ann, await ben(scene)
    number = str(await somebody.own_id())
    await ann.send_text("/pause")
    await ann.hears("mode-paused")
    await somebody.send_album([plain_png("red"), plain_png("blue")])
    card = await somebody.hears("card-on-hold", place="1")
    await ann.send_text("/queue")
    line = await ann.hears("admin-queue-waiting", place="1", job=ANY, user=number, recipe=ANY)
    job = line.text.split()[1]
    await ann.send_text(f"/kill {job}")
    await ann.hears("admin-killed", job=job)
    await somebody.hears("killed-by-operator")
    await somebody.becomes(card, "card-canceled")
    await ann.send_text("/drain")
    await ann.hears("mode-draining")
    await somebody.send_album([plain_png("red"), plain_png("blue")])
    await somebody.hears("limit-draining")
    await ann.send_text("/resume")
    await ann.hears("mode-open")
    await ann.send_text(f"/quota {number} 2")
    await ann.hears("admin-quota", user=number, quota=2)
    await ann.send_text(f"/ban {number}")
    await ann.hears("admin-banned", user=number, count=0)
    await somebody.send_text("/start")
    await somebody.hears("not-allowed")
    await ann.send_text(f"/unban {number}")
    await ann.hears("admin-unbanned", user=number)
    await somebody.send_text("/start")
    await somebody.hears("start")
    await ann.send_text("/stats")
    await ann.hears("admin-stats-day", people=ANY, jobs=ANY, painted=ANY, failed="0", cancelled="1")
    await ann.send_text("/backup")
    path = await manifest_in(scene.data / BACKUPS)
    files = msgspec.json.decode(path.read_bytes(), type=Manifest).files
    size = sum(file.size for file in files.values()) / 1e6
    await ann.hears("admin-backup", name=path.parent.name, count=len(files) - 1, size=size)


async def manifest_in(backups: Path) -> Path:
    """The manifest of the one backup, once it is there."""

    def found() -> list[Path]:
        return list(backups.glob(f"stylegram-*/{MANIFEST}"))

    await eventually(lambda: asyncio.to_thread(found), LONG)
    [path] = found()
    return path


@route.stop()
async def a_job_that_fails_is_in_the_figures(scene: Scene) -> None:
    scene.engine.plan(Script(fail_at=2))
    await scene.ann.send_album([plain_png("red"), plain_png("blue")])
    await scene.ann.hears("failure-not_finite")
    await scene.ann.send_text("/stats")
    await scene.ann.hears("admin-stats-day", people=ANY, jobs=ANY, painted=ANY, failed="1", cancelled="1")
