"""What the command line refuses before it loads TensorFlow."""

from __future__ import annotations

import argparse

from engine.cli import outputs, people_options
from engine.cli.arguments import people_from
from engine.errors import InvalidSettings
from engine.features import places
from engine.settings import FeatureSource, TransferSettings

STICKER_SUFFIXES = (".webp",)
SUFFIXES = (".png", ".jpg", ".jpeg")
TIMELAPSE_SUFFIXES = (".mp4", ".gif", ".webp")


def check_arguments(options: argparse.Namespace) -> None:
    """Raises InvalidSettings, before minutes of work, where an input is missing or an output cannot be written."""
    people = people_from(options)
    styles = [*options.styles, *people.styles]
    if options.content is None or not styles or options.output is None:
        raise InvalidSettings("pictures", "needed: a content picture, at least one style picture, and -o OUTPUT")
    people_options.check(people, options.styles, options.mask)
    written = {"--output": options.output}
    outputs.check("--output", options.output, SUFFIXES)
    if options.comparison:
        outputs.check("--comparison", options.comparison, SUFFIXES)
        written["--comparison"] = options.comparison
    if options.timelapse:
        outputs.check("--timelapse", options.timelapse, TIMELAPSE_SUFFIXES)
        written["--timelapse"] = options.timelapse
    if options.sticker:
        outputs.check("--sticker", options.sticker, STICKER_SUFFIXES)
        written["--sticker"] = options.sticker
    extra = (options.protect, options.start_from)
    read = [options.content, *styles, *options.mask, *(path for path in extra if path)]
    previews = options.output if options.save_every else None
    outputs.check_apart(written, read, previews, overwrite=options.overwrite)


def check_filters(chosen: TransferSettings) -> None:
    """Raises InvalidSettings where the classic preset would have no trained filters: it starts from nearly plain gray,
    and with self-taught filters it paints nothing but noise.
    """
    if chosen.features is FeatureSource.SELF_TAUGHT:
        raise InvalidSettings(
            "preset", "the classic preset does not paint with self-taught filters: it needs trained ones"
        )
    if not any(places.candidates(chosen.network)):
        how = places.command(chosen.network)
        raise InvalidSettings("preset", f"the classic preset needs trained filters; to fetch them: {how}")
