"""A conversation without a network: the real store, the library's routing, and a fake Telegram."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import ApplicationBuilder

from bot.config import Config
from bot.conversation.core import interim
from bot.conversation.core.owners import place_of
from bot.conversation.core.services import Services
from bot.conversation.draft.albums import Albums
from bot.conversation.router import COMMANDS, handlers
from bot.intake import contact_sheet
from bot.intake.decoder import DecoderUnavailable, NormalizedPicture
from bot.intake.film import film_of
from bot.intake.messages import FilmKind
from bot.intake.regions import drawing, parts, people, tint
from bot.intake.regions.arrays import mask_of, png_of
from bot.intake.regions.changes import changed
from bot.jobs.forecast import Engines
from bot.jobs.model import Job, Place
from bot.jobs.region_parts import PhotoPart, RegionChange
from bot.store import Draft, Store
from bot.texts.look_up import Translations
from bot.transport.guest_calls import GuestCalls
from bot.transport.rate_limit import Allowance, Gates
from bot.transport.sent_messages import remembering
from engine.errors import BadPicture, PictureProblem
from engine.faces import shows_face
from engine.image import images
from tests.support import updates
from tests.support.eventually import LONG
from tests.support.fake_engine import FACTS
from tests.support.fake_telegram import BOT_ID, TOKEN, FakeTelegram, bot_of
from tests.support.pictures import plain_png
from tests.support.stores import open_store

HOME = Place(chat_id=7, user_id=7)
FREE = Allowance(burst=1000, interval=0.001)


class InProcessDecoder:
    """Decodes as the decoder's child does, without the child."""

    broken = False  #: fails in a way that nobody expects
    draws = True  #: can make contact sheets
    looked = 0  #: pictures in which it looked for people
    cannot_film: Collection[FilmKind] = ()  #: the kinds of films for which it has no encoder

    async def normalize(self, data: bytes, *, look_for_people: bool = False) -> NormalizedPicture:
        if self.broken:
            raise RuntimeError("broken")
        self.looked += look_for_people
        pixels = images.read_normalized(data)
        made = images.as_normalized(pixels)
        has_people = look_for_people and shows_face(pixels.picture)
        return NormalizedPicture(made.png, made.width, made.height, made.is_transparent, has_people)

    async def tile(self, png: bytes) -> bytes:
        if not self.draws:
            raise DecoderUnavailable
        return contact_sheet.tile_of(png)

    async def sheet(self, tiles: Sequence[bytes], first: int) -> bytes:
        return contact_sheet.sheet_of(tiles, first)

    async def drawn_region(self, photo: bytes, drawn: bytes) -> bytes:
        return png_of(drawing.drawn_region(photo, drawn))

    async def part_region(self, photo: bytes, part: PhotoPart) -> bytes:
        return png_of(parts.part_region(photo, part))

    async def changed_region(self, mask: bytes, change: RegionChange) -> bytes:
        return png_of(changed(mask_of(mask), change))

    async def film(self, frames: Sequence[bytes], kind: FilmKind) -> bytes:
        if kind in self.cannot_film:
            raise BadPicture(PictureProblem.UNREADABLE, "CannotEncode")
        return film_of(frames, kind)

    async def sticker(self, photo: bytes, painting: bytes) -> bytes:
        if not self.draws:
            raise DecoderUnavailable
        return people.painted_people(photo, painting)

    async def tinted(self, photo: bytes, masks: Sequence[bytes]) -> bytes:
        return tint.tinted(photo, masks)


class Chat:
    """Feeds updates to the handlers, and knows what came of it."""

    def __init__(
        self, telegram: FakeTelegram, store: Store, application: Any, albums: Albums, decoder: InProcessDecoder
    ) -> None:
        self.telegram = telegram
        self.store = store
        self.albums = albums
        self.decoder = decoder
        self.bot = application.bot
        self._application = application

    async def feed(self, *incoming: Update) -> list[str]:
        """Handle these updates as if they came through the inbox; returns what the bot said about them."""
        before = len(self.telegram.said)
        for update in incoming:
            await self.store.write(lambda tx, u=update: tx.inbox.add(BOT_ID, u.update_id, u.to_json(), 0))
            await self._note_tapped(update)
            update.set_bot(self.bot)
            await self.process(update)
        return self.telegram.said[before:]

    async def _note_tapped(self, update: Update) -> None:
        """Where a test taps under the message CARD, note that the bot has said that message to whoever taps."""
        place = place_of(update)
        tapped = update.effective_message if update.callback_query else None
        if tapped is not None and tapped.message_id == updates.CARD:
            await self.store.write(lambda tx: tx.erasures.note_sent(place, updates.CARD, time.time()))

    async def process(self, update: object) -> None:
        """Let the handlers have it, without the inbox."""
        await self._application.process_update(update)

    async def send(self, words: str, **more: Any) -> str:
        """Send a text; returns the one answer."""
        (answer,) = await self.feed(updates.text(words, self.bot, **more))
        return answer

    def picture(self, color: str, **more: Any) -> Update:
        """A photo that can be downloaded."""
        self.telegram.files[color] = plain_png(color)
        return updates.photo(color, self.bot, **more)

    def buttons(self) -> list[str]:
        """What the buttons of the bot's latest message or edit say, row by row."""
        requests = [r for r in self.telegram.requests if re.match("send|edit", r.method)]
        markup = requests[-1].parameters.get("reply_markup")
        rows = markup["inline_keyboard"] if markup else []
        return [key["callback_data"] for row in rows for key in row if "callback_data" in key]

    def button(self, verb: str) -> str:
        """The one button of the latest message with this verb."""
        (found,) = [data for data in self.buttons() if data.split(":")[1] == verb]
        return found

    async def tap(self, data: str, **more: Any) -> str | None:
        """Tap a button; returns the answer to the tap."""
        await self.feed(updates.tap(data, self.bot, **more))
        return self.tapped().get("text")

    def tapped(self) -> dict[str, Any]:
        """The bot's latest answer to a tap."""
        return self.telegram.of("answerCallbackQuery")[-1].parameters

    async def unhandled(self) -> int:
        return len(await self.store.read(lambda tx: tx.inbox.unhandled(BOT_ID)))

    async def jobs(self, place: Place = HOME) -> list[Job]:
        return await self.store.read(lambda tx: tx.overview.unfinished_of(place.chat_id, place.user_id))

    async def draft(self, place: Place = HOME) -> Draft | None:
        return await self.store.read(lambda tx: tx.drafts.get(place))


@pytest.fixture
def settings() -> dict[str, Any]:
    """Variables that differ from the defaults; tests override it."""
    return {}


def services_of(store: Store, bot: Bot, data: Path, **settings: Any) -> Services:
    """What the handlers need, with a decoder in this process."""
    decoder: Any = InProcessDecoder()
    config = Config(token=TOKEN, data=data, **settings)
    return Services(
        config=config,
        bot_id=BOT_ID,
        store=store,
        messenger=remembering(bot, store, Gates(private=FREE, group=FREE), back_off=(0.01,)),
        decoder=decoder,
        translations=Translations(config.language),
        commands=COMMANDS,
        engines=Engines(facts=FACTS),
        guests=GuestCalls(bot) if config.guests else None,
    )


@pytest.fixture
async def chat(tmp_path: Path, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    monkeypatch.setattr(interim, "INTERIM_AFTER", LONG)  # a slow machine must not make it say more
    telegram = FakeTelegram()
    store = await open_store(tmp_path)
    bot = await bot_of(telegram)
    services = services_of(store, bot, tmp_path, **settings)
    decoder: Any = services.decoder
    albums = Albums(services, quiet=0.3)
    application = ApplicationBuilder().bot(bot).updater(None).build()
    application.add_handlers(handlers(services, albums))
    await application.initialize()
    yield Chat(telegram, store, application, albums, decoder)
    await application.shutdown()
    await store.aclose()
