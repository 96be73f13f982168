"""`stylegram-paint`, or `python -m engine`: one painting, from the arguments to the files."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PIL import Image
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from engine.cli import instant_options, outputs, people_options
from engine.cli.arguments import parser, people_from, settings_from
from engine.cli.checks import check_arguments, check_filters
from engine.cli.weights_command import fetch_weights
from engine.errors import BadPicture, BeyondMemory, EngineError, InvalidSettings
from engine.events import AnyEvent, Notice, Picture, Result, Started
from engine.events import Progress as ProgressEvent
from engine.image import colors, displays, images
from engine.image.film import encoded as film_of
from engine.image.images import FloatImage
from engine.image.regions import Mask
from engine.machine.cgroups import usable_cores
from engine.machine.quiet import silent_standard_error
from engine.networks import Network
from engine.presets import CLASSIC_NAME, INSTANT_NAME
from engine.settings import TransferSettings, Weighting

if TYPE_CHECKING:
    from engine.run.transfer import Control  # loads TensorFlow, which --help does without

TIMELAPSE_EVERY = 10  #: iterations between two frames
REPORT_EVERY = 10  #: iterations between two reports of the classic preset


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one transfer. Returns the exit code: 0 done, 1 failed, 2 wrong arguments, 130 interrupted."""
    outputs.print_anything()
    options = parser().parse_args(arguments)
    console = Console(stderr=True)
    try:
        return _run(options, Console(stderr=True, quiet=options.quiet))
    except EngineError as error:
        _complain(f"[bold red]error[/] ({error.code}): {escape(str(error))}")
        return 2 if isinstance(error, InvalidSettings | BeyondMemory) else 1
    except OSError as error:
        _complain(f"[bold red]error[/]: {escape(str(error))}")
        return 1
    except KeyboardInterrupt:
        console.print("given up; nothing was written")
        return 130


def _complain(words: str) -> None:
    """Print on standard error, even with --quiet."""
    Console(stderr=True).print(words, highlight=False, soft_wrap=True)


def _run(options: argparse.Namespace, console: Console) -> int:
    if options.fetch_weights:
        return fetch_weights(options.network or Network.VGG16, console)
    if options.preset == CLASSIC_NAME:
        options.save_every = options.save_every or REPORT_EVERY  # as its source reports
    check_arguments(options)
    if options.preset == INSTANT_NAME:
        instant_options.check(options)
    chosen = settings_from(options)
    if options.preset == CLASSIC_NAME:
        check_filters(chosen)
    pictures, people = _read(options, console)
    with console.status("loading TensorFlow and what the networks have learned …"):
        with _silent_tensorflow():
            import tensorflow as tf

            from engine.run.transfer import Control, Reporting, TransferRequest, stylize

        with contextlib.suppress(RuntimeError):  # a process that has painted before has its threads
            tf.config.threading.set_intra_op_parallelism_threads(usable_cores())  # which knows of quotas
        control = Control()
        request = TransferRequest(settings=chosen, **pictures)
        every = options.save_every or (TIMELAPSE_EVERY if options.timelapse else None)
        reporting = Reporting(preview_every=every)
        events = stylize(
            request,
            control=control,
            precision=options.precision,
            memory_limit=options.memory_limit,
            reporting=reporting,
        )
        started = next(events)
    assert isinstance(started, Started)
    with _keeping_on_interrupt(control, console):
        result, film = _follow(events, started, chosen, options, console)
    _write(result, options.output)
    if people is not None and options.sticker:
        _write_sticker(result, people, options.sticker)
    if options.comparison:
        styles = () if options.preset == INSTANT_NAME else request.styles  # a style's name has no picture to show
        side_by_side = displays.comparison(request.content, _pixels(result.pictures[0]), styles)
        outputs.write_whole(options.comparison, _encoded(side_by_side, options.comparison))
    if options.timelapse:
        kind = options.timelapse.suffix.lower().removeprefix(".")
        outputs.write_whole(options.timelapse, film_of(film, kind))
    _report(result, options, console)
    return 0


def _read(options: argparse.Namespace, console: Console) -> tuple[dict[str, Any], Mask | None]:
    """The request's pictures, and where people are, if that was asked. Raises BadPicture with the file's name, OSError,
    and NoPeople.
    """

    def picture(path: Path) -> FloatImage:
        return _picture(path, console)

    def mask(path: Path) -> FloatImage:
        return colors.luminance(picture(path))

    def style(path: Path) -> FloatImage:
        named = instant_options.style_named(path) if options.preset == INSTANT_NAME else None
        return picture(path) if named is None else named

    content, styles, masks = picture(options.content), options.styles, tuple(map(mask, options.mask))
    protect = mask(options.protect) if options.protect else None
    people, asked = None, people_from(options)
    if asked.asked:
        parts = people_options.parts(asked, content, styles, protect)
        people, styles, masks, protect = parts.people, parts.styles, parts.masks or masks, parts.protect
    pictures = {
        "content": content,
        "styles": tuple(map(style, styles)),
        "masks": masks,
        "protect": protect,
        "initial": picture(options.start_from) if options.start_from else None,
    }
    return pictures, people


def _picture(path: Path, console: Console) -> FloatImage:
    try:
        found = images.decoded(path.read_bytes())
    except BadPicture as error:
        raise BadPicture(error.problem, f"{path}: {error}") from error
    if found.is_transparent:
        console.print(f"{escape(str(path))}: what is transparent becomes white", highlight=False, soft_wrap=True)
    return found.pixels


@contextlib.contextmanager
def _silent_tensorflow() -> Iterator[None]:
    """Keeps TensorFlow's start-up notes, which no setting of its own turns off, from the terminal."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silent_standard_error():
        yield


@contextlib.contextmanager
def _keeping_on_interrupt(control: Control, console: Console) -> Iterator[None]:
    """The first Ctrl-C asks the run to end with what is there; the second raises KeyboardInterrupt."""

    def ask(_number: int, _frame: object) -> None:
        if control.requested:
            raise KeyboardInterrupt
        console.print("stopping; the picture so far will be kept (Ctrl-C again to give up)")
        control.request(keep=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _follow(
    events: Iterator[AnyEvent],
    started: Started,
    chosen: TransferSettings,
    options: argparse.Namespace,
    console: Console,
) -> tuple[Result, list[bytes]]:
    """Show the run as it goes; returns its end, and the previews if they are wanted for a film."""
    film: list[bytes] = []
    began = time.monotonic()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, disable=options.quiet, transient=True) as bar:
        task = bar.add_task(f"{started.features}, {started.precision}", total=started.iterations, left="")
        for event in events:
            if isinstance(event, ProgressEvent):
                losses = event.losses
                bar.update(
                    task,
                    completed=event.iteration,
                    left="" if event.seconds_left is None else f"≈{event.seconds_left:.0f} s left",
                    description=f"{event.width}×{event.height}  content {losses.content.value:.3f}  "
                    f"style {losses.style.value:.4f}",
                )
                if event.preview is not None and options.save_every:
                    outputs.write_whole(outputs.preview_path(options.output, event.iteration), event.preview)
                    _print_terms(event, time.monotonic() - began, chosen, console)
                if event.preview is not None and options.timelapse:
                    film.append(event.preview)
            elif isinstance(event, Notice):
                console.print(event.message)
            elif isinstance(event, Result):
                film.append(event.pictures[0].jpeg)
                return event, film
    raise EngineError("the run ended without a result")


def _print_terms(event: ProgressEvent, seconds: float, chosen: TransferSettings, console: Console) -> None:
    """One line with each loss and the weight that it had. Adaptive weighting adds, as the published report of the
    classic algorithm does, what it divides the losses by: it is another one at each iteration.
    """
    terms = {name: getattr(event.losses, name) for name in ("content", "style", "denoise")}
    words = ", ".join(f"{name} {term.value:.4g} × {term.weight:.4g}" for name, term in terms.items())
    line = f"iteration {event.iteration}, {seconds:.1f} s: {words}"
    if chosen.weighting is Weighting.ADAPTIVE:
        given = {name: getattr(chosen, f"{name}_weight") or 1.0 for name in terms}
        adjustments = (f"{name.title()}: {term.weight / given[name]:.2e}" for name, term in terms.items())
        line += f"; Weight Adj. for {', '.join(adjustments)}"
    console.print(line, highlight=False, soft_wrap=True)


def _write(result: Result, output: Path) -> None:
    """Write the painting in the format that the suffix tells. Raises OSError."""
    [picture] = result.pictures
    data = picture.png
    if output.suffix.lower() != ".png":
        data = _encoded(_pixels(picture), output)
    outputs.write_whole(output, data)


def _write_sticker(result: Result, people: Mask, output: Path) -> None:
    from engine.faces.sticker import sticker

    outputs.write_whole(output, sticker(_pixels(result.pictures[0]), people))


def _pixels(picture: Picture) -> FloatImage:
    """The pixels of a result, which may be larger than the pictures that `images.decode` accepts."""
    with Image.open(io.BytesIO(picture.png)) as finished:
        return images.as_floats(finished)


def _encoded(image: FloatImage, output: Path) -> bytes:
    """The picture as PNG or JPEG, by the suffix."""
    if output.suffix.lower() == ".png":
        return images.encode_png(image)
    return images.encode_jpeg(image, quality=95)


def _report(result: Result, options: argparse.Namespace, console: Console) -> None:
    figures = result.figures
    if options.json:
        numbers = msgspec.json.decode(msgspec.json.encode(figures))
        print(json.dumps({"output": str(options.output), **numbers}))  # in ASCII, which every terminal has
    iterations = "" if options.preset == INSTANT_NAME else f", {figures.iterations} iterations"
    console.print(
        f"[bold]{escape(str(options.output))}[/]  {figures.width}×{figures.height}{iterations} in "
        f"{figures.seconds:.1f} s ({figures.features} features, {figures.precision}), "
        f"peak memory {figures.peak_memory_bytes / 1e9:.2f} GB",
        highlight=False,
        soft_wrap=True,
    )
