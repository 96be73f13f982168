"""People and chats that the operator did not allow, and those who tap others' buttons: nothing is accepted from them.

Every command and every kind of button must have a case here; a new one without fails the test that counts them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.jobs.follow_ups import FollowUpKind
from bot.jobs.model import Job, Place
from bot.languages import Language
from bot.store import HOUSE
from bot.texts.look_up import texts_in
from bot.transport.button_kinds import ALL
from bot.transport.buttons import mark
from bot.transport.verbs import Verb
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.commands import ADMIN_NAMES, NAMES
from tests.support.jobs import FIGURES, job_now
from tests.support.pictures import plain_png
from tests.support.updates import GROUP, PRIVATE, STRANGER, USER

pytestmark = pytest.mark.fault("strangers")

TEXTS = texts_in(Language.ENGLISH)
THEIRS = PRIVATE | {"id": STRANGER["id"]}  #: the stranger's private chat
TOPIC = {"chat": GROUP, "is_topic_message": True, "message_thread_id": 3}
FOR_ALL = ("privacy", "forget")  #: everybody may see and delete what is kept about them
LISTED = "7"
#: Tables that change with any update: the inbox, what the bot said, and the language of a person's client.
OF_EVERYBODY = {"inbox", "sent_messages", "languages"}


def kept(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the store by table, and the pictures; without the tables that change with any update."""
    database = sqlite3.connect(f"file:{folder / 'stylegram.sqlite3'}?mode=ro", uri=True)
    try:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        tables = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names - OF_EVERYBODY}  # noqa: S608 - ours
    finally:
        database.close()
    return tables | {"pictures": sorted((path.name,) for path in (folder / "pictures").rglob("*") if path.is_file())}


async def finished_job(chat: Chat, /, **where: Any) -> Job:
    """A painting of Ada's, of two photos that she sent there."""
    await chat.feed(chat.picture("red", **where), chat.picture("blue", **where))
    (job,) = await chat.jobs(Place(chat_id=where.get("chat", PRIVATE)["id"], user_id=7))
    await chat.store.write(lambda tx: tx.jobs.claim(2.0))
    png, jpeg = await chat.store.files.put(b"png"), await chat.store.files.put(b"jpeg")
    await chat.store.write(
        lambda tx: tx.jobs.finish(job.id, 1, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=3.0)
    )
    return await job_now(chat.store, job.id)


def pictures_sent(chat: Chat) -> int:
    return sum(len(chat.telegram.of(method)) for method in ("sendDocument", "sendPhoto", "sendSticker"))


# Outside the allow-lists


def messages(chat: Chat, /, **who: Any) -> Iterator[Update]:
    """One message of each kind."""
    bot = chat.bot
    for name in (*NAMES, *ADMIN_NAMES):
        if name not in FOR_ALL:
            yield updates.text(f"/{name}", bot, **who)
            yield updates.text(f"/{name} 300", bot, **who)
    for words in ("/start deep-link", "/dance", "hello", "@stylegram_test_bot iterations=300 style=waves"):
        yield updates.text(words, bot, **who)
    for caption in (
        None,
        "size=300",
        "@stylegram_test_bot",
        "/style",
        "/content",
        "/savestyle mine",
        "/region",
        "/protect",
    ):
        yield chat.picture("red", caption=caption, **who)
    yield chat.picture("red", media_group_id="album", caption="/content", **who)
    yield updates.document("red", bot, caption="/content", **who)
    yield updates.sticker("red", bot, **who)
    yield updates.message(bot, **updates.animation("red", edge=300), **who)
    yield updates.message(bot, voice={"file_id": "v", "file_unique_id": "v", "duration": 1}, **who)
    yield updates.message(bot, location={"latitude": 1.0, "longitude": 2.0}, **who)


def taps(chat: Chat, job: Job, /, **who: Any) -> Iterator[Update]:
    """One tap of each kind, most on buttons of one's own; those that end with a job's id, on Ada's job."""
    for verb in Verb:
        if verb not in (Verb.ERASE, Verb.SPARE):
            for subject in (
                job.id,
                f"8.{mark(job.request.content)}",
                f"8.{mark(job.request.content)}.{job.id}",
                "8.iterations=300",
                "de",
            ):
                yield updates.tap(f"v1:{verb}:{subject}", chat.bot, **who)


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"allowed_users": LISTED}, {"chat": THEIRS}),
        ({"allowed_chats": LISTED}, {"chat": GROUP}),
        ({"allowed_users": ""}, TOPIC),
    ],
    ids=["private", "group", "topic"],
)
async def test_nothing_is_accepted_from_strangers(
    chat: Chat, tmp_path: Path, where: dict[str, Any], figure: Callable[[str], None]
) -> None:
    before, who = kept(tmp_path), where | {"user": STRANGER}
    incoming = list(messages(chat, **who))
    private = where["chat"] is THEIRS
    answers = [answer for update in incoming for answer in await chat.feed(update)]
    assert answers == ([TEXTS.say("not-allowed")] if private else []), "once in a while is enough"
    assert chat.telegram.of("getFile") == []
    assert kept(tmp_path) == before
    assert await chat.unhandled() == 0
    figure(f"accepted 0 of {len(incoming)} messages of strangers in a {'private chat' if private else 'group'}")


@pytest.mark.parametrize("settings", [{"allowed_users": LISTED}])
@pytest.mark.parametrize("where", [{"chat": THEIRS}, {"chat": GROUP}], ids=["private", "group"])
async def test_no_tap_of_a_stranger_is_accepted(
    chat: Chat, tmp_path: Path, where: dict[str, Any], figure: Callable[[str], None]
) -> None:
    job = await finished_job(chat)
    before, count = kept(tmp_path), 0
    for count, update in enumerate(taps(chat, job, **where, user=STRANGER), 1):
        await chat.feed(update)
        assert chat.tapped()["text"] == TEXTS.say("not-allowed"), update.callback_query
        assert len(chat.telegram.of("answerCallbackQuery")) == count
    assert kept(tmp_path) == before
    figure(f"accepted 0 of {count} taps of strangers")


@pytest.mark.parametrize(
    ("settings", "places"),
    [
        ({}, {"7 at home", "7 in the group", "8 at home", "8 in the group"}),
        ({"allowed_users": "7"}, {"7 at home", "7 in the group"}),
        ({"allowed_chats": "-5"}, {"7 in the group", "8 in the group"}),
        ({"allowed_users": "7", "allowed_chats": "-5"}, {"7 at home", "7 in the group", "8 in the group"}),
        ({"allowed_users": "7", "allowed_chats": "8"}, {"7 at home", "7 in the group", "8 at home"}),
        ({"allowed_users": ""}, set()),
    ],
)
async def test_a_listed_person_is_welcome_anywhere_and_anybody_in_a_listed_chat(chat: Chat, places: set[str]) -> None:
    welcomed = set()
    for user, home in ((USER, PRIVATE), (STRANGER, THEIRS)):
        for name, where in (("at home", home), ("in the group", GROUP)):
            await chat.feed(updates.tap("v1:language:en", chat.bot, chat=where, user=user))
            if chat.tapped()["text"] != TEXTS.say("not-allowed"):
                welcomed.add(f"{user['id']} {name}")
    assert welcomed == places


async def test_what_was_written_before_is_not_done_again_when_it_is_edited(chat: Chat, tmp_path: Path) -> None:
    before = kept(tmp_path)
    for kind in ("edited_message", "channel_post", "edited_channel_post"):
        for update in [*messages(chat), *messages(chat, chat=GROUP, user=STRANGER)]:
            data = update.to_dict()
            data[kind] = data.pop("message")
            edited = Update.de_json(data, chat.bot)
            assert edited is not None
            assert await chat.feed(edited) == []
    assert chat.telegram.requests == []
    assert kept(tmp_path) == before
    assert await chat.unhandled() == 0


# Others' things

Case = tuple[Callable[[Job, int], str], str | None]  #: a button's subject, from job and style number; its answer


def _of_draft(*more: str) -> Case:
    return (lambda job, style: ".".join((f"7.{mark(job.request.content)}", *more)), "tap-not-yours")


_ON_JOB: Case = (lambda job, style: job.id, "tap-not-yours")
#: What Ada's button says, and what somebody else hears; None: it is about whoever taps.
CASES: dict[Verb, Case] = {
    **dict.fromkeys((Verb.CANCEL, Verb.KEEP, Verb.ORIGINAL, Verb.RESTYLE, Verb.RESEND), _ON_JOB),
    **dict.fromkeys((Verb.FILM, Verb.STICKER), _ON_JOB),
    **dict.fromkeys((Verb.MENU, Verb.BACK, Verb.ASK_SHARE, Verb.KEEP_STYLE), _ON_JOB),
    **dict.fromkeys((Verb(kind) for kind in FollowUpKind), _ON_JOB),
    **dict.fromkeys(
        (Verb.TAKE, Verb.STEER_STRONGER, Verb.STEER_SOFTER, Verb.STEER_STYLE),
        (lambda job, style: f"{job.id}.0", "tap-not-yours"),
    ),
    Verb.SHARE: _ON_JOB,
    Verb.UNSHARE: (lambda job, style: "7.1", "tap-not-yours"),
    **dict.fromkeys((Verb.SERIES, Verb.START_SERIES), _of_draft()),
    Verb.STOP_SERIES: (lambda job, style: "no-such-series", "tap-over"),
    Verb.LANGUAGE: (lambda job, style: "en", None),
    Verb.SET: (lambda job, style: "7.iterations=100", "tap-not-your-settings"),
    Verb.SWAP: (lambda job, style: f"{job.id}.{mark(job.request.content)}", "tap-not-yours"),
    **dict.fromkeys((Verb.START, Verb.AS_STYLE, Verb.AS_CONTENT, Verb.DROP, Verb.SKETCH), _of_draft()),
    Verb.LAST_STYLE: (lambda job, style: f"7.{mark(job.request.content)}.{job.id}", "tap-not-yours"),
    Verb.LAST_PHOTO: (lambda job, style: f"7.{mark(job.request.content)}.{job.id}", "tap-not-yours"),
    Verb.PICK: _of_draft(ALL),
    **dict.fromkeys((Verb.EXAMPLE, Verb.GALLERY), (lambda job, style: "7", "tap-not-your-start")),
    Verb.STYLES: _of_draft("0"),
    Verb.STYLE: (lambda job, style: f"7.-.{style}", "tap-not-yours"),
    Verb.OWN_STYLES: _of_draft("0"),
    Verb.DELETE_STYLE: (lambda job, style: f"7.-.{style}.0", "tap-not-yours"),
    **dict.fromkeys((Verb.PART, Verb.PROTECT_PART), _of_draft("left")),
    **dict.fromkeys((Verb.RIGHT, Verb.WRONG, Verb.GROW, Verb.SHRINK, Verb.INVERT, Verb.REST_STAYS), _of_draft()),
    Verb.STILL: (lambda job, style: "7", "tap-not-yours"),
    Verb.ERASE: (lambda job, style: "7", "forget-not-yours"),
    Verb.SPARE: (lambda job, style: "7", "forget-not-yours"),
}
#: Made up by a strange client: one's own name before others' numbers, or a value that no button offers.
FORGED: dict[Verb, Case] = {
    Verb.LAST_STYLE: (lambda job, style: f"8.{mark(job.request.content)}.{job.id}", "tap-draft-over"),
    Verb.LAST_PHOTO: (lambda job, style: f"8.{mark(job.request.content)}.{job.id}", "tap-draft-over"),
    Verb.START: (lambda job, style: f"8.{mark(job.request.content)}", "tap-draft-over"),
    Verb.PICK: (lambda job, style: f"8.{mark(job.request.content)}.{ALL}", "tap-draft-over"),
    Verb.STYLE: (lambda job, style: f"8.-.{style}", "tap-style-gone"),
    Verb.DELETE_STYLE: (lambda job, style: f"8.-.{style}.0", "tap-style-gone"),
    Verb.SET: (lambda job, style: "8.iterations=999999", "tap-unknown"),
    Verb.UNSHARE: (lambda job, style: "8.1", "tap-style-gone"),
    Verb.PART: (lambda job, style: f"8.{mark(job.request.content)}.left", "tap-draft-over"),
    Verb.RIGHT: (lambda job, style: f"8.{mark(job.request.content)}", "tap-region-over"),
    Verb.REST_STAYS: (lambda job, style: f"8.{mark(job.request.content)}", "tap-region-over"),
}


async def everything_of_ada(chat: Chat, where: dict[str, Any]) -> tuple[Job, int]:
    """A painting, a waiting job, a photo that waits, a style of her own (its number), and settings. The house has a
    style, too.
    """
    job = await finished_job(chat, **where)
    tile = await chat.store.files.put(await chat.decoder.tile(plain_png("grey")))
    await chat.store.write(
        lambda tx: tx.styles.keep(
            owner=HOUSE, name="house", picture=job.request.content, tile=tile, origin="file:house"
        )
    )
    picture = chat.picture("red", **where | {"caption": "/savestyle secret-waves"})
    assert TEXTS.say("style-saved", name="secret-waves") in await chat.feed(picture)
    (style,) = await chat.store.read(lambda tx: tx.styles.of(7))
    await chat.store.write(lambda tx: tx.shares.add(owner=7, name="for-all", pictures=(style.picture,), now=1.0))
    await chat.feed(updates.text("/iterations 50", chat.bot, **where))
    await chat.feed(chat.picture("green", **where), chat.picture("blue", **where), chat.picture("white", **where))
    return job, style.number


@pytest.mark.parametrize("here", [True, False], ids=["in the same group", "elsewhere"])
async def test_others_buttons_do_nothing(chat: Chat, tmp_path: Path, here: bool, figure: Callable[[str], None]) -> None:
    job, style = await everything_of_ada(chat, {"chat": GROUP, "caption": "@stylegram_test_bot"} if here else {})
    jobs = await chat.store.read(lambda tx: tx.overview.unfinished_by(7))
    before, sent, count = kept(tmp_path), pictures_sent(chat), 0
    for verb, (subject, key) in [*((verb, CASES[verb]) for verb in Verb), *FORGED.items()]:
        for target in (job, *jobs):
            data = f"v1:{verb}:{subject(target, style)}"
            answer = await chat.tap(data, chat=GROUP if here else THEIRS, user=STRANGER)
            assert key is None or answer == TEXTS.say(key), data
            assert kept(tmp_path) == before, data
            count += 1
    assert pictures_sent(chat) == sent
    figure(f"accepted 0 of {count} taps on others' buttons")


async def test_ones_own_jobs_of_another_chat_are_not_told_in_a_group(chat: Chat) -> None:
    job, _ = await everything_of_ada(chat, {})
    before = pictures_sent(chat)
    for verb in [verb for verb in Verb if CASES[verb] is _ON_JOB]:
        assert await chat.tap(f"v1:{verb}:{job.id}", chat=GROUP) == TEXTS.say("tap-not-yours")
    assert pictures_sent(chat) == before


async def test_others_styles_pictures_and_paintings_are_not_told(chat: Chat, tmp_path: Path) -> None:
    await everything_of_ada(chat, {})
    before = kept(tmp_path)
    said = []
    for words in ("/history", "/status", "/cancel", "/styles", "/settings", "/style secret-waves"):
        said += await chat.feed(updates.text(words, chat.bot, chat=THEIRS, user=STRANGER))
    assert "secret-waves" not in " ".join(said[:-1])
    assert said[-1].startswith(TEXTS.say("bad-style", value="secret-waves"))
    assert TEXTS.say("history-none") in said
    (gallery,) = chat.telegram.of("sendPhoto")
    assert "house" in str(gallery.parameters["reply_markup"])
    assert "secret" not in str(gallery.parameters["reply_markup"])
    drafts = kept(tmp_path)["drafts"]
    assert [row for row in drafts if row[1] == 7] == before["drafts"]
    assert kept(tmp_path)["jobs"] == before["jobs"]


@pytest.mark.parametrize("settings", [{"admins": "99"}])
async def test_admin_commands_are_unknown_to_others_wherever_they_try(
    chat: Chat, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    root = {"id": 99, "is_bot": False, "first_name": "Root"}
    before = kept(tmp_path)
    for name in ADMIN_NAMES:
        for argument in ("", " 7", " 7 100", " 0123"):
            words = f"/{name}{argument}"
            assert await chat.send(words, chat=THEIRS, user=STRANGER) == TEXTS.problem("command")
            assert await chat.feed(updates.text(words, chat.bot, chat=GROUP, user=STRANGER)) == []
            assert await chat.feed(updates.text(words, chat.bot, chat=GROUP, user=root)) == [], "nobody shall read it"
    assert kept(tmp_path) == before
    figure(f"{len(ADMIN_NAMES)} admin commands: accepted 0 of others")
