"""A data folder of an earlier version, with work in every state, is opened and carried on."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from bot.jobs.model import Job, JobState, Place, Preferences
from bot.store import Store, Transaction
from bot.store.layout import DATABASE
from bot.store.verification import verify
from bot.transport.buttons import decode, verb_of
from engine.events import Figures
from engine.settings import Colors, InitialImage, JobSpec, StyleLoss, TransferSettings
from tests.support.before import ANN, BOB, CAROL, DAVE, GROUP, button, buttons, unpack
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import jobs_in, settled
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import button_of, shows

#: The jobs, in the order in which they came; `number` in the database is one more.
STEERED_ONCE, SKETCHES, REGIONS, CAROLS_SERIES = 5, 6, 8, slice(15, 18)
STEERED, DONE, IN_SERIES, QUEUED_CLASSIC, QUEUED_REGION, QUEUED_PLAIN = 13, 14, 16, 18, 19, 20
JOBS = 21


@dataclass(frozen=True)
class Then:
    """What a test works with: the bot's data, and the chats as they were."""

    data: Path
    server: SandboxServer
    ann: SandboxUser


@pytest.fixture
async def then(tmp_path: Path) -> AsyncIterator[Then]:
    unpack(tmp_path)
    await (await Store.open(tmp_path / "bot")).aclose()  # so that the tests can look into it while the bot starts
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as ann:
        yield Then(tmp_path / "bot", server, ann)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    unpack(tmp_path)
    store = await Store.open(tmp_path / "bot")
    yield store
    await store.aclose()


async def test_settings_that_people_chose_are_read(store: Store) -> None:
    async def of(chat_id: int, user_id: int) -> Preferences:
        return await store.read(lambda tx: tx.chats.preferences(chat_id, user_id))

    assert await of(ANN, ANN) == Preferences(
        strength=60, colors=Colors.KEEP, style_scale=150, init=InitialImage.RECOLORED
    )
    assert await of(BOB, BOB) == Preferences(preset="classic", size=384, init=InitialImage.GRAY)
    assert await of(GROUP, CAROL) == Preferences(preset="fine", iterations=120, init=InitialImage.STYLE_STATISTICS)


async def test_every_job_is_read_with_all_it_has(store: Store, tmp_path: Path) -> None:
    jobs = jobs_in(tmp_path / "bot")
    states = [job.state for job in jobs]
    assert states == [JobState.DELIVERED] * 9 + [JobState.FAILED, JobState.CANCELED] + [JobState.DELIVERED] * 2 + [
        *(JobState.RUNNING, JobState.DONE, JobState.DONE, JobState.RUNNING),
        *[JobState.QUEUED] * 4,
    ]
    assert jobs[0].request.settings.colors is Colors.KEEP
    assert jobs[0].request.settings.init is InitialImage.RECOLORED
    assert jobs[0].request.settings.style_loss is StyleLoss.COVARIANCE
    assert jobs[QUEUED_CLASSIC].request.settings.style_loss is StyleLoss.GRAM
    assert [phase.until for phase in jobs[STEERED_ONCE].request.earlier] == [6, 6]
    assert [phase.settings.colors for phase in jobs[STEERED].request.earlier] == [Colors.KEEP] * 2
    assert len(jobs[SKETCHES].request.sketches) == len(jobs[SKETCHES].result.sketch_states) == 4
    assert jobs[REGIONS].request.protect is not None
    assert jobs[REGIONS].request.masks[0] is not None
    assert jobs[4].request.borrowed == {1}
    for job in (jobs[STEERED], jobs[IN_SERIES]):
        assert job.status.checkpoint_iteration == 10
        assert job.status.progress is not None
        assert job.status.progress.losses is not None
    assert all(isinstance(job.result.figures, Figures) for job in jobs if job.result.png is not None)


async def test_drafts_styles_and_series_are_read(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        anns = await tx.drafts.get(Place(chat_id=ANN, user_id=ANN))
        assert anns is not None
        assert anns.content is not None
        assert anns.overrides == Preferences(strength=30, colors=Colors.KEEP, init=InitialImage.RECOLORED)
        carols = await tx.drafts.get(Place(chat_id=CAROL, user_id=CAROL))
        assert carols is not None
        assert carols.series is not None
        assert len(carols.series.pictures) == 2
        in_group = await tx.drafts.get(Place(chat_id=GROUP, user_id=CAROL))
        assert in_group is not None
        assert in_group.regions.asked is not None
        daves = await tx.drafts.get(Place(chat_id=DAVE, user_id=DAVE))
        assert daves is not None
        assert daves.steers is not None
        assert [style.name for style in await tx.styles.of(ANN)] == ["amber"]
        assert len(await tx.series.untold()) == 1
        assert len(await tx.drafts.arriving_albums()) == 1

    await store.read(work)


async def test_nothing_is_missing_or_left_over(tmp_path: Path) -> None:
    unpack(tmp_path)
    await (await Store.open(tmp_path / "bot")).aclose()
    verdict = await verify(tmp_path / "bot")
    assert (verdict.problems, verdict.orphans) == ((), 0)


@pytest.mark.parametrize("data", buttons())
def test_buttons_of_old_messages_are_understood(data: str) -> None:
    carried = decode(data)
    assert carried is not None
    assert carried.verb is verb_of(data)


async def test_what_was_begun_and_what_waited_comes_to_its_end(then: Then) -> None:
    engine = FakeEngine(Script(iterations=20), slots=2)
    async with running_bot(then.server, then.data, engine):
        await settled(then.data, then.server.data, LONG)
        bob, carol, dave = (then.ann.at(as_=who, chat=who) for who in (BOB, CAROL, DAVE))
        await carol.wait_for(shows("Here are your 3 paintings."), LONG)
        for reader in (then.ann, bob, carol, dave):
            await reader.wait_for(shows("96×80 px"), LONG)

        async def the_last_album_is_painted() -> bool:
            jobs = jobs_in(then.data)
            return len(jobs) > JOBS and {job.state for job in jobs[STEERED:]} == {JobState.DELIVERED}

        await eventually(the_last_album_is_painted, LONG)  # its update may come after all that waited is painted
    jobs = jobs_in(then.data)
    assert {job.state for job in jobs[STEERED:]} == {JobState.DELIVERED}
    by_id = {spec.job_id: spec for spec in engine.jobs}
    for job in (jobs[STEERED], jobs[IN_SERIES]):
        assert (job.status.attempt, _resumed_at(by_id[job.id])) == (2, 10)
    assert [(each.settings.colors, each.until) for each in by_id[jobs[STEERED].id].earlier] == [
        (Colors.KEEP, None),
        (Colors.KEEP, None),
    ]
    assert by_id[jobs[QUEUED_CLASSIC].id].settings.style_loss is StyleLoss.GRAM
    assert by_id[jobs[QUEUED_REGION].id].masks != ()
    assert {job.request.settings.colors for job in jobs[CAROLS_SERIES]} == {Colors.KEEP}
    assert jobs[DONE].id not in by_id, "it was painted already"
    assert len(jobs) == JOBS + 1, "the album that was arriving"


async def test_a_draft_goes_on_and_a_recipe_is_read_as_they_were_written(then: Then) -> None:
    with closing(sqlite3.connect(then.data / DATABASE)) as database, database:
        database.execute("DELETE FROM album_items")  # it would take the draft's place
    async with running_bot(then.server, then.data, FakeEngine(Script(iterations=20), slots=8)):
        offer = await then.ann.wait_for(shows("I have the photo."), LONG)
        query = await then.ann.tap(offer.message_id, button_of(offer, "laststyle"))
        assert (await then.ann.answer_to(query, LONG))["text"] == "Started."
        dave = then.ann.at(as_=DAVE, chat=DAVE)
        await dave.send_text("/cancel")
        recipe = "iterations=40 size=512 preset=standard strength=60 colors=keep stroke=150 begin=grey seed=3"
        await dave.send_album([plain_png("cyan"), plain_png("tomato")], caption=recipe)  # not to be renamed
        of_draft, of_recipe = await _next_of(then, ANN), await _next_of(then, DAVE)
    assert of_draft.request.settings.strength == 30
    assert of_draft.request.settings.colors is Colors.KEEP
    assert of_draft.request.settings.init is InitialImage.RECOLORED
    assert of_recipe.request.settings == msgspec.structs.replace(
        jobs_in(then.data)[0].request.settings,
        init=InitialImage.GRAY,
        style_loss=StyleLoss.AUTO,
        denoise_weight=TransferSettings().denoise_weight,  # a recipe does not name it
    )


async def test_buttons_of_old_cards_do_what_they_say(then: Then) -> None:
    engine = FakeEngine(Script(iterations=20), slots=8)
    async with running_bot(then.server, then.data, engine, jobs_per_user=9):
        for words in ("stroke=150", "begin=grey", "begin=recoloured"):  # never to be renamed
            query = await then.ann.tap(24, f"v1:set:{ANN}.{words}", stale=True)
            assert (await then.ann.answer_to(query, LONG))["text"] == "Noted."
        for verb, message in (("stronger", 24), ("again", 24), ("take", 60)):
            who = CAROL if verb == "take" else ANN
            tapper = then.ann.at(as_=who, chat=who)
            query = await tapper.tap(message, button(verb), stale=True)
            assert (await tapper.answer_to(query, LONG))["text"] == "Started."
        await settled(then.data, then.server.data, LONG)
    stronger, again, taken = (job for job in jobs_in(then.data)[JOBS:] if job.origin.parent_id is not None)
    assert stronger.request.settings.strength == 80
    assert stronger.request.settings.colors is Colors.KEEP
    assert again.request.settings.seed == 4
    assert _resumed_at(next(spec for spec in engine.jobs if spec.job_id == taken.id)) == 2
    assert {job.state for job in (stronger, again, taken)} == {JobState.DELIVERED}


async def _next_of(then: Then, user_id: int) -> Job:
    """The first new job of this person, once it has come to its end."""

    def new() -> list[Job]:
        jobs = jobs_in(then.data)[JOBS:]
        return [job for job in jobs if job.place.user_id == user_id and job.card.told_at is not None]

    async def are_there() -> bool:
        return bool(new())

    await eventually(are_there, LONG)
    return new()[0]


def _resumed_at(spec: JobSpec) -> int:
    assert spec.checkpoint is not None
    return msgspec.json.decode(spec.checkpoint, type=dict[str, int])["iteration"]
