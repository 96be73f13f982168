"""Series and shared styles, with a bot or an engine that is killed at the points that matter."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.jobs.model import JobState
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser, VisibleMessage
from tests.support.sandbox_chat import button_of, shows
from tests.support.scene import scene
from tests.support.stage import stage

Figure = Callable[[str], None]

#: The points of the way of a series, in their order: what the process does last.
WAY = (
    "bot.store.series:SeriesStore.add",
    "bot.store.series:SeriesStore.card_sent",
    "bot.store.jobs:JobStore.finish#2",
    "bot.transport.messenger:Messenger.send_album",
    "bot.store.cards:CardStore.mark_delivered#2",
    "bot.store.series:SeriesStore.mark_told",
)


async def put_together(user: SandboxUser) -> None:
    """An album, a style, and the tap that begins."""
    await user.send_album([plain_png(color) for color in ("red", "green", "blue")], caption="/series iterations=20")
    await user.wait_for(shows("3 photos for a series"), LONG)
    await user.send_photo(plain_png("yellow"))
    offer = await user.wait_for(shows("3 photos, all in one style"), LONG)
    await user.tap(offer.message_id, button_of(offer, "startseries"), stale=True)


def album_of(chat: list[VisibleMessage]) -> list[VisibleMessage]:
    """The paintings in albums."""
    return [message for message in chat if message.from_bot and message.media_group_id and message.edits]


def complete(chat: list[VisibleMessage]) -> list[VisibleMessage]:
    """The album, once the card says that it is over."""
    return album_of(chat) if shows("painted: 3")(chat) else []


@pytest.mark.fault("series-killed")
async def test_a_series_whose_bot_is_killed_at_each_step_comes_as_one_album(tmp_path: Path, figure: Figure) -> None:
    async with scene(tmp_path, Script(iterations=20)) as here:
        for number, point in enumerate(WAY):
            await here.bot.start(CRASH_AFTER=point)
            if number == 0:
                await put_together(here.user)
            assert await here.bot.died() == -signal.SIGKILL, point
        await here.bot.start()
        album = await here.user.wait_for(complete, LONG)
        await here.settled()
        chat = await here.user.transcript()
        tally = await here.end(accepted=3, crashes=len(WAY))
    assert len(album) == len({message.media_group_id for message in album}) + 2 == 3
    cards = [message for message in chat if "Series of 3" in message.text]
    assert len(cards) <= 2  # one kill was between the card and its row
    canvases = [message for message in chat if message.from_bot and message.media_group_id and not message.edits]
    assert len(canvases) == 3  # and one between the album and its row
    assert tally.delivered == 3
    figure(f"lost 0 of {tally.accepted} pictures in {len(WAY)} kills, twice 0, empty canvases {len(canvases)}")


@pytest.mark.fault("share-killed")
async def test_a_style_is_shared_once_and_withdrawn_for_good(tmp_path: Path, figure: Figure) -> None:
    async with scene(tmp_path, Script(iterations=20)) as here:
        other = here.user.at(as_=(eve := await here.user.add_person("Eve")), chat=eve)
        await here.bot.start(CRASH_AFTER="bot.store.shares:ShareStore.add")
        await here.user.send_photo(plain_png("yellow"), caption="/style")
        await here.user.wait_for(shows("I have the style picture"), LONG)
        await here.user.send_text("/share sea-at-night")
        assert await here.bot.died() == -signal.SIGKILL
        await here.bot.start(CRASH_AFTER="bot.store.shares:ShareStore.withdraw")
        await here.user.wait_for(shows("style=sea-at-night"), LONG)
        await other.send_photo(plain_png("red"), caption="style=sea-at-night iterations=20")
        await other.wait_for(shows(" px · "), LONG)
        await here.user.send_text("/unshare sea-at-night")
        assert await here.bot.died() == -signal.SIGKILL
        await here.bot.start()
        await here.user.wait_for(shows("Taken back: sea-at-night"), LONG)
        await other.send_photo(plain_png("green"), caption="style=sea-at-night")
        await other.wait_for(shows("I know no style “sea-at-night”"), LONG)
        await here.settled()
        said = [message.text for message in await here.user.transcript() if "style=sea-at-night" in message.text]
        await here.end(other, accepted=1, crashes=2)
    assert len([words for words in said if words.startswith("Shared.")]) == 1
    figure("names 1 of 1 sharing with a kill, reached 0 after a withdrawal with one")


@pytest.mark.fault("series-engine-killed")
async def test_an_engine_that_dies_in_a_series_costs_no_picture(tmp_path: Path, figure: Figure) -> None:
    engine = FakeEngine(Script(iterations=20), Script(iterations=20, die_at=12), Script(iterations=20))
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            await put_together(here.user)
            album = await here.user.wait_for(complete, LONG)
            await here.user.wait_for(shows("Here are your 3 paintings."), LONG)
        tally = await here.check(accepted=3)
    assert len(album) == 3
    assert sorted(job.status.attempt for job in jobs_in(here.data)) == [1, 1, 2]
    assert {job.state for job in jobs_in(here.data)} == {JobState.DELIVERED}
    figure(f"lost {tally.accepted - tally.delivered} of {tally.accepted} pictures")
