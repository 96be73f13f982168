"""The composition root: puts the parts together, starts them in order, watches them, ends them in order."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

from bot.config import Config, EngineKind
from bot.conversation.albums import QUIET, Albums
from bot.conversation.handlers import ALLOWED_UPDATES, handlers, menu
from bot.conversation.services import Services
from bot.delivery.deliverer import Deliverer
from bot.delivery.pace import Spacing
from bot.delivery.series import SeriesDeliverer
from bot.dispatch.dispatcher import Dispatcher
from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from bot.intake.house_styles import HouseStyles
from bot.languages import Language
from bot.operations import systemd
from bot.operations.eraser import Eraser
from bot.operations.notices import announce_start
from bot.operations.observation import Observation
from bot.operations.retention import keep_to
from bot.operations.room import RoomWatch
from bot.store import Store, StoreError
from bot.styles.names import NAMES
from bot.texts.look_up import Translations
from bot.transport import webhook
from bot.transport.errors import CallFailed
from bot.transport.pace import Gates
from bot.transport.sent_messages import remembering
from bot.transport.telegram_api import build, connect, shut_down, start_polling
from bot.transport.update_queue import ChatOrder, UpdateQueue
from engine.backends.base import Engine
from engine.backends.cluster import ray_engine
from engine.backends.local import LocalEngine, usual_engines
from engine.errors import EngineLost
from engine.events import EngineFacts

log = logging.getLogger(__name__)

CARDS_TO_END = 4.0  #: seconds for the cards to say that their jobs will go on
DESCRIBE_AGAIN = 60.0  #: seconds after which an engine that did not start is asked again


class PartEnded(Exception):
    """A part of the bot ended that should have gone on."""


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """What the tests make faster."""

    spacing: Spacing = field(default_factory=Spacing)
    album_quiet: float = QUIET
    gates: Gates = field(default_factory=Gates)
    starting_set: tuple[str, ...] = NAMES  #: styles to draw at the first start


async def run(
    config: Config, *, engine: Engine | None = None, stop: asyncio.Event | None = None, tempo: Tempo | None = None
) -> None:
    """The whole bot, until SIGTERM, SIGINT or `stop`.

    Raises PartEnded when a part of it failed, CannotServe, and the StoreErrors of Store.open.
    """
    stop, config = stop or _set_by_signals(), counted(config)
    async with AsyncExitStack() as stack:
        store = await Store.open(config.data)
        stack.push_async_callback(store.aclose)
        decoder = PictureDecoder()
        stack.push_async_callback(decoder.aclose)
        engine = engine or engine_of(config)
        stack.push_async_callback(engine.aclose)
        await Bot(config, store, decoder, Observation(store, engine), Watch(stop), tempo or Tempo()).run()


def counted(config: Config) -> Config:
    """With the number of engines that there will be: who foretells times needs it."""
    usual = usual_engines() if config.engine is EngineKind.LOCAL else 1
    return config.model_copy(update={"engine_count": config.engine_count or usual})


def engine_of(config: Config) -> Engine:
    """The engine that the operator wants: on this machine, or on a cluster."""
    if config.engine is EngineKind.LOCAL:
        return local_engine(config)
    assert config.ray_address is not None
    assert config.ray_token_file is not None
    host, port = config.ray_address
    return ray_engine(
        f"{host}:{port}",
        config.ray_token_file.absolute(),
        cpus=config.ray_cpus,
        gpus=config.ray_gpus,
        precision=config.precision,
        count=config.engine_count or 1,
    )


def local_engine(config: Config) -> LocalEngine:
    """The engine on this machine, as the operator wants it."""
    environment = {} if config.weights is None else {"STYLEGRAM_VGG16_WEIGHTS": str(config.weights.absolute())}
    return LocalEngine(
        count=config.engine_count or 1,
        precision=config.precision,
        threads=config.threads,
        memory_limit=config.memory_limit,
        environment=environment,
    )


class Watch:
    """Tasks by name. When one of them fails, or ends that should not, the bot stops."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop
        self.failure: BaseException | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, name: str, work: Coroutine[Any, Any, None], *, endless: bool = True) -> None:
        """Start a part."""
        task = self._tasks[name] = asyncio.create_task(work, name=name)
        task.add_done_callback(lambda _: self._ended(name, task, endless))

    async def end(self, *names: str) -> None:
        """Cancel these parts, or all, and wait until they are gone."""
        tasks = [self._tasks.pop(name) for name in names or list(self._tasks) if name in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def fail(self, error: BaseException) -> None:
        """Stop the bot for this reason; the first one is the one that `run` raises."""
        self.failure = self.failure or error
        self.stop.set()

    def _ended(self, name: str, task: asyncio.Task[None], endless: bool) -> None:
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.critical("%s failed: %r", name, error)
            self.fail(error)
        elif endless:
            self.fail(PartEnded(f"{name} ended"))


class Bot:
    """The running parts: each knows only the store and its own neighbour in the world outside."""

    def __init__(
        self,
        config: Config,
        store: Store,
        decoder: PictureDecoder,
        observation: Observation,
        watch: Watch,
        tempo: Tempo,
    ) -> None:
        assert config.token is not None
        bot_id = int(config.token.get_secret_value().partition(":")[0])
        self._store = store
        self._decoder = decoder
        self._observation = observation
        self._engine = observation.engine
        self._watch = watch
        self._house_styles = HouseStyles(store, decoder, config.styles, tempo.starting_set)
        self._facts: EngineFacts | None = None
        self._crashed_run: float | None = None  # when the run before this one began, if it did not end as it should
        self._order = ChatOrder()
        self._queue = UpdateQueue(store, bot_id, self._order.backlog)
        self._application = build(config, self._queue, self._order, observation.called)
        self._services = Services(
            config=config,
            bot_id=bot_id,
            store=store,
            messenger=remembering(self._application.bot, store, tempo.gates),
            decoder=decoder,
            translations=Translations(config.language),
            facts=lambda: self._facts,
        )
        self._albums = Albums(self._services, tempo.album_quiet)
        self._series = SeriesDeliverer(
            store,
            self._services.messenger,
            self._services.translations,
            facts=lambda: self._facts,
            engines=config.engine_count or 1,
            spacing=tempo.spacing,
        )
        self._deliverer = Deliverer(
            store,
            self._services.messenger,
            self._services.translations,
            facts=lambda: self._facts,
            engines=config.engine_count or 1,
            spacing=tempo.spacing,
        )

    async def run(self) -> None:
        """Start, wait for the end, stop. What does not come to this method's end counts as a crash."""
        self._crashed_run = await self._store.write(lambda tx: tx.operation.begin(time.time()))
        self._watch.begin("store", self._fail_with_the_store())
        self._observe()
        self._watch.begin("engine facts", self._learn_facts(), endless=False)
        self._watch.begin("decoder", self._warm_decoder(), endless=False)
        self._watch.begin("styles", self._fill_styles(), endless=False)
        self._watch.begin("retention", keep_to(self._store, self._services.config.retention_hours * 3600))
        self._watch.begin("dispatcher", Dispatcher(self._store, self._engine, lambda: self._facts).run())
        self._watch.begin("telegram", self._serve(), endless=False)
        try:
            await self._watch.stop.wait()
        finally:
            await self._drain()
        if self._watch.failure is not None:
            raise self._watch.failure
        with suppress(StoreError):  # the worst that follows is a notice of a crash
            await self._store.write(lambda tx: tx.operation.end())

    def _observe(self) -> None:
        """Show those who watch over the bot that it works."""
        config, observation = self._services.config, self._observation
        self._watch.begin("heartbeat", observation.beat())
        self._watch.begin("engine watch", observation.watch_engine())
        self._watch.begin("systemd", observation.keep_systemd_informed(), endless=False)
        if config.operations_port is not None:
            self._watch.begin("operations", observation.serve(config.operations_host, config.operations_port))

    async def _serve(self) -> None:
        """Begin everything that needs Telegram, as soon as it can be reached."""
        application = self._application
        await connect(application)
        application.add_handlers(handlers(self._services, self._albums))
        self._watch.begin("deliverer", self._deliverer.run())
        self._watch.begin("series", self._series.run())
        eraser = Eraser(self._store, self._services.messenger, self._services.translations)
        self._watch.begin("eraser", eraser.run())
        self._watch.begin("room", self._watch_room().run())
        self._watch.begin("albums", self._albums.run())
        self._watch.begin("menu", self._fill_menu(), endless=False)
        self._watch.begin("notices", self._announce_start(), endless=False)
        replayed = await self._queue.replay(application.bot)
        if replayed:
            log.info("%d updates were waiting in the inbox", replayed)
        await application.start()
        await self._take_in()
        systemd.notify(systemd.READY)
        log.info("@%s is ready", application.bot.username)

    async def _take_in(self) -> None:
        """Fetch the updates, or have them brought."""
        config, bot = self._services.config, self._application.bot
        if config.webhook_url is None:
            await start_polling(self._application, ALLOWED_UPDATES, self._watch.fail)
        else:
            self._watch.begin("webhook", webhook.serve(bot, config, self._queue, ALLOWED_UPDATES))

    def _watch_room(self) -> RoomWatch:
        services = self._services
        return RoomWatch(self._store, services.messenger, services.translations, services.config.admins)

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
        await self._watch.end("telegram", "webhook", "albums", "menu", "notices", "retention", "styles", "decoder")
        await self._watch.end("engine facts", "engine watch")
        await shut_down(self._application)
        await self._watch.end("dispatcher")
        await self._engine.aclose()
        try:
            waiting = await self._store.write(lambda tx: tx.jobs.requeue_running(time.time()))
            log.info("%d jobs go on at the next start", len(waiting))
            await self._deliverer.flush(CARDS_TO_END)
        except StoreError as error:
            log.warning("the cards could not be told: %s", error)
        await self._watch.end()
        await self._application.shutdown()

    async def _fail_with_the_store(self) -> None:
        """Parts that live on after errors of their own must not live on on a damaged database."""
        raise await self._store.failure()

    async def _learn_facts(self) -> None:
        """What the engine says about itself, for the log and for the estimates in the queue."""
        while self._facts is None:
            try:
                self._facts = await self._engine.describe()
            except EngineLost as error:
                log.error("the engine does not start: %s", error)
                await asyncio.sleep(DESCRIBE_AGAIN)
        facts = self._facts
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
        """Once the engine has timed itself: drawing beside it would make it seem half as fast, and every promise of a
        card twice as long.
        """
        with suppress(EngineLost):
            await self._engine.describe()
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
