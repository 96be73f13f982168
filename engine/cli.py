"""The command line: the only place in the engine that prints or exits."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PIL import Image
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from engine import images, settings
from engine.errors import BadPicture, EngineError, InvalidSettings
from engine.events import AnyEvent, Result, Started
from engine.events import Progress as ProgressEvent
from engine.settings import FeatureSource, InitialImage, Precision, StyleStatistics, TransferSettings

if TYPE_CHECKING:
    from engine.stylize import StopSignal  # loads TensorFlow, which --help does without

DEFAULTS = TransferSettings()
SUFFIXES = (".png", ".jpg", ".jpeg")

EPILOG = """\
examples:
  python -m engine photo.jpg painting.jpg -o out.png
  python -m engine photo.jpg painting.jpg -o out.jpg --iterations 500 --size 1024
  python -m engine photo.jpg painting.jpg -o out.png --save-every 50 --json

Ctrl-C once ends the run and keeps what is there; twice gives up.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one transfer. Returns the exit code: 0 done, 1 failed, 2 wrong arguments, 130 interrupted."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True)
    try:
        return _run(options, console)
    except EngineError as error:
        _complain(f"[bold red]error[/] ({error.code}): {escape(str(error))}")
        return 2 if isinstance(error, InvalidSettings) else 1
    except OSError as error:
        _complain(f"[bold red]error[/]: {escape(str(error))}")
        return 1
    except KeyboardInterrupt:
        console.print("given up; nothing was written")
        return 130


def _complain(words: str) -> None:
    """On standard error, even where --quiet was asked for."""
    Console(stderr=True).print(words, highlight=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engine",
        description="Paint one picture in the style of another.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("content", type=Path, help="the picture to paint")
    parser.add_argument("style", type=Path, help="the picture to paint it like")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where the result goes: .png or .jpg")
    _add_number(parser, "iterations", int, "optimisation steps in all, shared out over the scales")
    _add_number(parser, "size", int, "longer edge of the result in pixels")
    _add_number(parser, "content_weight", float, "how much the photo counts")
    _add_number(parser, "style_weight", float, "how much the painting counts")
    _add_number(parser, "denoise_weight", float, "how much smoothness counts")
    _add_choice(parser, "style_statistics", StyleStatistics, "what is compared with the painting")
    _add_choice(parser, "initial_image", InitialImage, "where it starts; recoloured: the photo in the style's colours")
    _add_choice(parser, "features", FeatureSource, "VGG16's filters; auto: imagenet where its weights are here already")
    _add_number(parser, "seed", int, "same seed, machine and precision: same picture")
    parser.add_argument(
        "--precision",
        type=Precision,
        choices=list(Precision),
        default=Precision.AUTO,
        metavar="P",
        help=f"of the convolutions: {', '.join(Precision)} (default: auto, whichever is faster here)",
    )
    parser.add_argument(
        "--save-every", type=_positive, metavar="N", help="also write a preview beside the result every N iterations"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object of figures on standard output")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _add_number(parser: argparse.ArgumentParser, name: str, kind: type[int] | type[float], text: str) -> None:
    allowed = settings.RANGES[name]
    default = getattr(DEFAULTS, name)
    parser.add_argument(
        _flag(name), type=kind, default=default, metavar="N", help=f"{text}: {allowed} (default: {default:g})"
    )


def _add_choice(parser: argparse.ArgumentParser, name: str, choices: type[StrEnum], text: str) -> None:
    default = getattr(DEFAULTS, name)
    parser.add_argument(
        _flag(name),
        type=choices,
        choices=list(choices),
        default=default,
        metavar="|".join(choices),
        help=f"{text} (default: {default})",
    )


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {value}")
    return value


def _run(options: argparse.Namespace, console: Console) -> int:
    chosen = TransferSettings(**{name: getattr(options, name) for name in TransferSettings.__struct_fields__})
    _check_output(options.output)
    content, style = _picture(options.content), _picture(options.style)
    console.quiet = options.quiet
    with console.status("loading TensorFlow, learning the filters …"):
        with _silent_standard_error():
            from engine.stylize import Reporting, StopSignal, TransferRequest, stylize

        stop = StopSignal()
        request = TransferRequest(content, (style,), chosen)
        events = stylize(
            request, stop=stop, precision=options.precision, reporting=Reporting(preview_every=options.save_every)
        )
        started = next(events)
    assert isinstance(started, Started)
    with _keeping_on_interrupt(stop, console):
        result = _follow(events, started, options, console)
    _write(result, options.output)
    _report(result, options, console)
    return 0


def _picture(path: Path) -> images.FloatImage:
    try:
        return images.decode(path.read_bytes())
    except BadPicture as error:
        raise BadPicture(error.problem, f"{path}: {error}") from error


def _check_output(output: Path) -> None:
    """Refuse before minutes of work what could not be written after them."""
    if output.suffix.lower() not in SUFFIXES:
        raise InvalidSettings("output", f"--output must end in {' or '.join(SUFFIXES)}, not {output.name!r}")
    if not output.absolute().parent.is_dir():
        raise InvalidSettings("output", f"--output: there is no folder {output.parent}")


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
def _keeping_on_interrupt(stop: StopSignal, console: Console) -> Iterator[None]:
    """The first Ctrl-C asks the run to end with what is there; the second raises KeyboardInterrupt."""

    def ask(_number: int, _frame: object) -> None:
        if stop.requested:
            raise KeyboardInterrupt
        console.print("stopping; the picture so far will be kept (Ctrl-C again to give up)")
        stop.request(keep=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _follow(events: Iterator[AnyEvent], started: Started, options: argparse.Namespace, console: Console) -> Result:
    """Show the run as it goes; returns its end."""
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
            elif isinstance(event, Result):
                return event
    raise EngineError("the run ended without a result")


def _preview_path(output: Path, iteration: int) -> Path:
    return output.with_name(f"{output.stem}-{iteration:04d}.jpg")


def _write(result: Result, output: Path) -> None:
    """Whole or not at all: under another name first."""
    [picture] = result.pictures
    data = picture.png
    if output.suffix.lower() != ".png":
        with Image.open(io.BytesIO(picture.png)) as finished:
            image = images.as_floats(finished)
        data = images.encode_jpeg(image, longest=max(picture.height, picture.width), quality=95)
    unfinished = output.with_name(output.name + ".part")
    unfinished.write_bytes(data)
    unfinished.replace(output)


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
