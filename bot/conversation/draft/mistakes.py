"""What is wrong with the settings and the style that somebody asked for, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.draft.caption_request import STYLE
from bot.conversation.settings import panel
from bot.styles.names import NAMES as OWN_STYLES
from bot.texts.look_up import Texts
from bot.texts.quoting import quoted
from bot.texts.recipe import Mistake, assigned, nearest, read_value
from bot.texts.style_names import as_name, asking_for
from engine.settings import Range

WITHDRAWN = "withdrawn"  #: the name of the mistake that a style was withdrawn by its owner while the draft waited
MOST = 5  #: mistakes that one answer explains: one that is too long would not be sent at all
EXAMPLE_STYLE = "waves"


def mistakes_text(mistakes: Sequence[Mistake], styles: Sequence[str], texts: Texts) -> list[str]:
    """Each mistake once, and of many the first; `styles`: the names that there are."""
    different = tuple(dict.fromkeys(mistakes))
    lines = []
    for mistake in different[:MOST]:
        lines.append(mistake_text(mistake, texts))
        meant = nearest(mistake.value.casefold(), styles) if mistake.name == STYLE else None
        if meant is not None:
            lines.append(texts.say("did-you-mean", meant=asking_for(meant)))
    if len(different) > MOST:
        lines.append(texts.say("mistakes-more", count=len(different) - MOST))
    return lines


def mistake_text(mistake: Mistake, texts: Texts, *, command: bool = False) -> str:
    """What is wrong with a value, with the range and an example: of a caption, or of a command."""
    if mistake.name == STYLE and as_name(mistake.value) in OWN_STYLES:  # a new installation is drawing them
        return texts.say("style-coming", value=quoted(mistake.value))
    if mistake.name == STYLE:
        return texts.say("bad-style", value=quoted(mistake.value))
    if mistake.name == WITHDRAWN:
        return texts.say("style-withdrawn")
    if mistake.meant is not None:
        return texts.say("bad-setting", name=quoted(mistake.name), meant=_meant(mistake, mistake.meant))
    assert mistake.allowed is not None
    usual = panel.example(mistake.name, mistake.allowed)
    about = {
        "name": mistake.name,
        "value": quoted(mistake.value),
        "example": f"/{mistake.name} {usual}" if command else assigned(mistake.name, usual),
    }
    if isinstance(mistake.allowed, Range):
        return texts.say("bad-number", low=f"{mistake.allowed.low:g}", high=f"{mistake.allowed.high:.10g}", **about)
    return texts.say("bad-choice", choices=", ".join(mistake.allowed), **about)


def _meant(mistake: Mistake, name: str) -> str:
    """What was probably meant, with the value where that is good, and otherwise with an example."""
    if name == STYLE:
        return asking_for(as_name(mistake.value) or EXAMPLE_STYLE)
    assert mistake.allowed is not None
    value = read_value(mistake.value, mistake.allowed, name)
    return assigned(name, panel.example(name, mistake.allowed) if value is None else value)
