"""The composition root: puts the parts together, starts them in order, watches them, ends them in order."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field

from bot.config import Config
from bot.conversation.core.services import Services
from bot.conversation.draft.albums import QUIET, Albums
from bot.conversation.router import ALLOWED_UPDATES, COMMANDS, GUESTS_UPDATE, handlers, menu
from bot.delivery.deliverer import Deliverer
from bot.delivery.edit_spacing import Spacing
from bot.delivery.forecasts import Forecasts
from bot.delivery.guest_cards import GuestCards
from bot.delivery.job_cards import JobCards
from bot.delivery.pairs import Pairs
from bot.delivery.series_cards import SeriesCards
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.lessons import Tutor
from bot.engine_choice import counted, engine_of
from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from bot.intake.house_styles import HouseStyles
from bot.jobs.forecast import Engines
from bot.languages import Language
from bot.operations import systemd
from bot.operations.disk_space import DiskSpaceMonitor
from bot.operations.eraser import Eraser
from bot.operations.notices import announce_start
from bot.operations.observation import Observation
from bot.operations.retention import keep_to
from bot.operations.task_monitor import TaskMonitor
from bot.store import Store, StoreError
from bot.styles.names import NAMES
from bot.texts.look_up import Translations
from bot.transport import guests, webhook
from bot.transport.errors import CallFailed
from bot.transport.guest_calls import GuestCalls
from bot.transport.legible_request import IllegibleUpdates
from bot.transport.rate_limit import Gates
from bot.transport.sent_messages import remembering
from bot.transport.telegram_api import build, connect, shut_down, start_polling
from bot.transport.update_queue import ChatOrder, UpdateQueue
from engine.backends.base import Engine
from engine.errors import EngineLost

log = logging.getLogger(__name__)

CARDS_TO_END = 4.0  #: seconds for the cards to say that their jobs will go on
DESCRIBE_AGAIN = 60.0  #: seconds after which an engine that did not start is asked again


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """Intervals, and the styles to offer. Tests shorten them."""

    spacing: Spacing = field(default_factory=Spacing)
    album_quiet: float = QUIET
    gates: Gates = field(default_factory=Gates)
    starting_set: tuple[str, ...] = NAMES  #: the project's own styles to offer


async def run(
    config: Config, *, engine: Engine | None = None, stop: asyncio.Event | None = None, tempo: Tempo | None = None
) -> None:
    """The whole bot, until SIGTERM, SIGINT or `stop`.

    Raises PartEnded when a part of it failed, CannotServe, and each StoreError that Store.open raises.
    """
    stop, config = stop or _set_by_signals(), counted(config)
    async with AsyncExitStack() as stack:
        store = await Store.open(config.data)
        stack.push_async_callback(store.aclose)
        decoder = PictureDecoder()
        stack.push_async_callback(decoder.aclose)
        engine = engine or engine_of(config)
        stack.push_async_callback(engine.aclose)
        await Bot(config, store, decoder, Observation(store, engine), TaskMonitor(stop), tempo or Tempo()).run()


class Bot:
    """The running parts: each knows only the store and its own neighbor in the world outside."""

    def __init__(
        self,
        config: Config,
        store: Store,
        decoder: PictureDecoder,
        observation: Observation,
        monitor: TaskMonitor,
        tempo: Tempo,
    ) -> None:
        assert config.token is not None
        bot_id = int(config.token.get_secret_value().partition(":")[0])
        self._store = store
        self._decoder = decoder
        self._observation = observation
        self._engine = observation.engine
        self._monitor = monitor
        self._house_styles = HouseStyles(store, decoder, config.styles, tempo.starting_set)
        self._engines = Engines(count=config.engine_count or 1)
        self._crashed_run: float | None = None  # when the run before this one began, if it did not end as it should
        self._order = ChatOrder()
        self._queue = UpdateQueue(
            store, bot_id, self._order.backlog, illegible=IllegibleUpdates(observation.illegible_update)
        )
        self._application = build(config, self._queue, self._order, observation.called)
        self._services = Services(
            config=config,
            bot_id=bot_id,
            store=store,
            messenger=remembering(self._application.bot, store, tempo.gates, files=config.api_files),
            decoder=decoder,
            translations=Translations(config.language),
            commands=COMMANDS,
            engines=self._engines,
            guests=GuestCalls(self._application.bot, tempo.gates) if config.guests else None,
        )
        self._albums = Albums(self._services, tempo.album_quiet)
        messenger, translations = self._services.messenger, self._services.translations
        forecasts, pairs = Forecasts(store, self._engines), Pairs(store.files, decoder)
        self._series = Deliverer(
            store, SeriesCards(store, messenger, translations, forecasts=forecasts, spacing=tempo.spacing)
        )
        self._deliverer = Deliverer(
            store, JobCards(store, messenger, translations, forecasts=forecasts, spacing=tempo.spacing, pairs=pairs)
        )
        calls = self._services.guests
        self._guests = (
            None
            if calls is None
            else Deliverer(
                store,
                GuestCards(
                    store,
                    calls,
                    translations,
                    forecasts=forecasts,
                    storage_chat=config.guest_chat,
                    spacing=tempo.spacing,
                ),
            )
        )

    async def run(self) -> None:
        """Start, wait for the end, stop. What does not come to this method's end counts as a crash."""
        self._crashed_run = await self._store.write(lambda tx: tx.operation.begin(time.time()))
        self._monitor.begin("store", self._fail_with_the_store())
        self._observe()
        self._monitor.begin("engine facts", self._learn_facts(), endless=False)
        self._monitor.begin("decoder", self._warm_decoder(), endless=False)
        self._monitor.begin("styles", self._fill_styles(), endless=False)
        self._monitor.begin("retention", keep_to(self._store, self._services.config.retention_hours * 3600))
        self._monitor.begin("dispatcher", self._dispatcher().run())
        self._monitor.begin("telegram", self._serve(), endless=False)
        try:
            await self._monitor.stop.wait()
        finally:
            await self._drain()
        if self._monitor.failure is not None:
            raise self._monitor.failure
        with suppress(StoreError):  # the worst that follows is a notice of a crash
            await self._store.write(lambda tx: tx.operation.end())

    def _dispatcher(self) -> Dispatcher:
        learns = self._services.config.learn_styles
        tutor = Tutor(self._store, self._engine, self._engines) if learns else None
        return Dispatcher(self._store, self._engine, self._engines, tutor)

    def _observe(self) -> None:
        """Show those who watch over the bot that it works."""
        config, observation = self._services.config, self._observation
        self._monitor.begin("heartbeat", observation.beat())
        self._monitor.begin("engine watch", observation.watch_engine())
        self._monitor.begin("systemd", observation.keep_systemd_informed(), endless=False)
        if config.operations_port is not None:
            self._monitor.begin("operations", observation.serve(config.operations_host, config.operations_port))

    async def _serve(self) -> None:
        """Begin everything that needs Telegram, as soon as it can be reached."""
        application = self._application
        await connect(application)
        application.add_handlers(handlers(self._services, self._albums))
        self._monitor.begin("deliverer", self._deliverer.run())
        self._monitor.begin("series", self._series.run())
        if self._guests is not None:
            self._monitor.begin("guests", self._guests.run())
            guests.log_ability(bool(application.bot.bot.supports_guest_queries))
        eraser = Eraser(self._store, self._services.messenger, self._services.translations)
        self._monitor.begin("eraser", eraser.run())
        self._monitor.begin("disk space", self._monitor_disk_space().run())
        self._monitor.begin("albums", self._albums.run())
        self._monitor.begin("menu", self._fill_menu(), endless=False)
        self._monitor.begin("notices", self._announce_start(), endless=False)
        replayed = await self._queue.replay(application.bot)
        if replayed:
            log.info("%d updates were waiting in the inbox", replayed)
        await application.start()
        await self._take_in()
        systemd.notify(systemd.READY)
        log.info("@%s is ready", application.bot.username)
        if not self._services.messenger.ways.inline:
            log.info("inline mode is off, so paintings are shared by a link: /setinline at @BotFather switches it on")

    async def _take_in(self) -> None:
        """Receive updates: by polling, or by a webhook."""
        config, bot = self._services.config, self._application.bot
        wanted = (*ALLOWED_UPDATES, GUESTS_UPDATE) if config.guests else ALLOWED_UPDATES
        if config.webhook_url is None:
            await start_polling(self._application, wanted, self._monitor.fail)
        else:
            self._monitor.begin("webhook", webhook.serve(bot, config, self._queue, wanted))

    def _monitor_disk_space(self) -> DiskSpaceMonitor:
        services = self._services
        return DiskSpaceMonitor(self._store, services.messenger, services.translations, services.config.admins)

    async def _announce_start(self) -> None:
        services = self._services
        await announce_start(
            self._store, services.messenger, services.translations, services.config.admins, self._crashed_run
        )

    async def _drain(self) -> None:
        """Take nothing in any more; let jobs wait for the next start; let their cards say so."""
        log.info("stopping")
        systemd.notify(systemd.STOPPING)
        self._order.close()
        self._queue.clear()
        await self._monitor.end("telegram", "webhook", "albums", "menu", "notices", "retention", "styles", "decoder")
        await self._monitor.end("engine facts", "engine watch")
        await shut_down(self._application)
        await self._monitor.end("dispatcher")
        await self._engine.aclose()
        try:
            waiting = await self._store.write(lambda tx: tx.jobs.requeue_running(time.time()))
            log.info("%d jobs go on at the next start", len(waiting))
            await self._deliverer.flush(CARDS_TO_END)
        except StoreError as error:
            log.warning("the cards could not be told: %s", error)
        await self._monitor.end()
        await self._application.shutdown()

    async def _fail_with_the_store(self) -> None:
        """Stop the bot when the database is damaged. Its parts survive their own errors, but must not survive this."""
        raise await self._store.failure()

    async def _learn_facts(self) -> None:
        """What the engine says about itself, for the log and for the estimates in the queue."""
        while (facts := self._engines.facts) is None:
            try:
                self._engines.facts = await self._engine.describe()
            except EngineLost as error:
                log.error("the engine does not start: %s", error)
                await asyncio.sleep(DESCRIBE_AGAIN)
        log.info(
            "engine %s on %s: %s features, %s, %.2f s per megapixel and iteration",
            facts.version,
            facts.device,
            facts.features,
            facts.precision,
            facts.seconds_per_megapixel,
        )

    async def _warm_decoder(self) -> None:
        try:
            await self._decoder.start()
        except DecoderUnavailable as error:
            log.error("%s; it is tried again with the next picture", error)

    async def _fill_styles(self) -> None:
        try:
            await self._house_styles.fill()
        except (StoreError, OSError) as error:
            log.error("the gallery of styles is not complete: %s", error)

    async def _fill_menu(self) -> None:
        """In every language; last, though it goes to nobody who has one of these, in the operator's, as do those of
        admins, which are longer.
        """
        for language in (*Language, None):
            await self._set_menu(language)
        for admin in sorted(self._services.config.admins):
            await self._set_menu(None, admin)

    async def _set_menu(self, language: Language | None, admin: int | None = None) -> None:
        commands = menu(self._services.translations.of(language), for_admin=admin is not None)
        try:
            await self._services.messenger.set_commands(commands, language, chat_id=admin)
        except CallFailed as error:
            log.warning("a menu of commands could not be filled: %s", error)


def _set_by_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
