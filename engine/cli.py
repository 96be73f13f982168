"""The command line: the only place in the engine that prints or exits."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PIL import Image
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from engine import colors, displays, images
from engine.arguments import parser, settings_from
from engine.errors import BadPicture, BeyondMemory, EngineError, InvalidSettings
from engine.events import AnyEvent, Notice, Picture, Result, Started
from engine.events import Progress as ProgressEvent
from engine.images import FloatImage
from engine.networks import Network

if TYPE_CHECKING:
    from engine.stylize import Control  # loads TensorFlow, which --help does without

SUFFIXES = (".png", ".jpg", ".jpeg")
TIMELAPSE_SUFFIXES = (".gif", ".webp")
TIMELAPSE_EVERY = 10  #: iterations between two frames


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one transfer. Returns the exit code: 0 done, 1 failed, 2 wrong arguments, 130 interrupted."""
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
    """On standard error, even where --quiet was asked for."""
    Console(stderr=True).print(words, highlight=False, soft_wrap=True)


def _run(options: argparse.Namespace, console: Console) -> int:
    if options.fetch_weights:
        return _fetch_weights(options, console)
    _check_arguments(options)
    chosen = settings_from(options)
    with console.status("loading TensorFlow, learning the filters …"):
        with _silent_standard_error():
            from engine.stylize import Control, Reporting, TransferRequest, stylize

        pictures = _read(options)
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
        result, film = _follow(events, started, options, console)
    _write(result, options.output)
    if options.comparison:
        side_by_side = displays.comparison(request.content, _pixels(result.pictures[0]), request.styles)
        options.comparison.write_bytes(_encoded(side_by_side, options.comparison))
    if options.timelapse:
        options.timelapse.write_bytes(displays.timelapse(film, options.timelapse.suffix.lower().removeprefix(".")))
    _report(result, options, console)
    return 0


def _read(options: argparse.Namespace) -> dict[str, Any]:
    """The request's pictures. Raises BadPicture with the file's name, and OSError."""
    return {
        "content": _picture(options.content),
        "styles": tuple(map(_picture, options.styles)),
        "masks": tuple(map(_mask, options.mask)),
        "protect": _mask(options.protect) if options.protect else None,
        "initial": _picture(options.start_from) if options.start_from else None,
    }


def _picture(path: Path) -> FloatImage:
    try:
        return images.decode(path.read_bytes())
    except BadPicture as error:
        raise BadPicture(error.problem, f"{path}: {error}") from error


def _mask(path: Path) -> FloatImage:
    return colors.luminance(_picture(path))


def _fetch_weights(options: argparse.Namespace, console: Console) -> int:
    """Through Keras, which shows the progress and checks the hash."""
    with _silent_standard_error():
        from engine.features import vgg16
    network = options.network or Network.VGG16
    path = vgg16.fetch_imagenet(network)
    console.print(f"[bold]{escape(str(path))}[/]  {network}, ImageNet", highlight=False, soft_wrap=True)
    return 0


def _check_arguments(options: argparse.Namespace) -> None:
    """Refuse before minutes of work what is missing, or could not be written after them."""
    if options.content is None or not options.styles or options.output is None:
        raise InvalidSettings("pictures", "needed: a content picture, at least one style picture, and -o OUTPUT")
    _check_output("--output", options.output, SUFFIXES)
    if options.comparison:
        _check_output("--comparison", options.comparison, SUFFIXES)
    if options.timelapse:
        _check_output("--timelapse", options.timelapse, TIMELAPSE_SUFFIXES)


def _check_output(flag: str, output: Path, suffixes: tuple[str, ...]) -> None:
    if output.suffix.lower() not in suffixes:
        raise InvalidSettings("output", f"{flag} must end in {' or '.join(suffixes)}, not {output.name!r}")
    if not output.absolute().parent.is_dir():
        raise InvalidSettings("output", f"{flag}: there is no folder {output.parent}")


@contextlib.contextmanager
def _silent_standard_error() -> Iterator[None]:
    """Keeps TensorFlow's start-up notes, which no setting of its own turns off, from the terminal."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


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
    events: Iterator[AnyEvent], started: Started, options: argparse.Namespace, console: Console
) -> tuple[Result, list[bytes]]:
    """Show the run as it goes; returns its end, and the previews if they are wanted for a film."""
    film: list[bytes] = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("≈{task.fields[left]:.0f} s left"),
    )
    with Progress(*columns, console=console, disable=options.quiet, transient=True) as bar:
        task = bar.add_task(f"{started.features}, {started.precision}", total=started.iterations, left=0)
        for event in events:
            if isinstance(event, ProgressEvent):
                losses = event.losses
                bar.update(
                    task,
                    completed=event.iteration,
                    left=event.seconds_left,
                    description=f"{event.width}×{event.height}  content {losses.content.value:.3f}  "
                    f"style {losses.style.value:.4f}",
                )
                if event.preview is not None and options.save_every:
                    _preview_path(options.output, event.iteration).write_bytes(event.preview)
                    _print_terms(event, console)
                if event.preview is not None and options.timelapse:
                    film.append(event.preview)
            elif isinstance(event, Notice):
                console.print(event.message)
            elif isinstance(event, Result):
                film.append(event.pictures[0].jpeg)
                return event, film
    raise EngineError("the run ended without a result")


def _print_terms(event: ProgressEvent, console: Console) -> None:
    """One line with each loss and the weight that it had, which adaptive weighting changes all the time."""
    terms = {name: getattr(event.losses, name) for name in ("content", "style", "denoise")}
    words = (f"{name} {term.value:.4g} × {term.weight:.4g}" for name, term in terms.items())
    console.print(f"iteration {event.iteration}: {', '.join(words)}", highlight=False)


def _preview_path(output: Path, iteration: int) -> Path:
    return output.with_name(f"{output.stem}-{iteration:04d}.jpg")


def _write(result: Result, output: Path) -> None:
    """Whole or not at all: under another name first."""
    [picture] = result.pictures
    data = picture.png
    if output.suffix.lower() != ".png":
        data = _encoded(_pixels(picture), output)
    unfinished = output.with_name(output.name + ".part")
    unfinished.write_bytes(data)
    unfinished.replace(output)


def _pixels(picture: Picture) -> FloatImage:
    """Without the limits of what is taken in: they do not hold for what comes out."""
    with Image.open(io.BytesIO(picture.png)) as finished:
        return images.as_floats(finished)


def _encoded(image: FloatImage, output: Path) -> bytes:
    """By the name's ending."""
    if output.suffix.lower() == ".png":
        return images.encode_png(image)
    return images.encode_jpeg(image, quality=95)


def _report(result: Result, options: argparse.Namespace, console: Console) -> None:
    figures = result.figures
    if options.json:
        print(msgspec.json.encode({"output": str(options.output), **msgspec.to_builtins(figures)}).decode())
    console.print(
        f"[bold]{escape(str(options.output))}[/]  {figures.width}×{figures.height}, {figures.iterations} iterations in "
        f"{figures.seconds:.1f} s ({figures.features} features, {figures.precision}), "
        f"peak memory {figures.peak_memory_bytes / 1e9:.2f} GB",
        highlight=False,
        soft_wrap=True,
    )
