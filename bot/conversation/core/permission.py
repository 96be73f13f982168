"""Who may tap a button: the base class of its kind decides, and is checked here only."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.core.update_context import UpdateContext
from bot.transport.button_kinds import Button, OfAnybody, OfJob, OfPerson, OfSeries
from bot.transport.buttons import KINDS, decode, verb_of
from bot.transport.verbs import Verb

NOT_YOURS = "tap-not-yours"
#: What others hear, where there is something better to say.
NOT_YOURS_BY_VERB: dict[Verb | None, str] = {
    Verb.SET: "tap-not-your-settings",
    Verb.EXAMPLE: "tap-not-your-start",
    Verb.GALLERY: "tap-not-your-start",
    Verb.ERASE: "forget-not-yours",
    Verb.SPARE: "forget-not-yours",
}
#: What is said about data whose verb is known and whose subject makes no sense, where there is something better to say.
NONSENSE: dict[Verb | None, str] = {
    Verb.TAKE: "tap-no-result",
    Verb.STEER_STRONGER: "tap-over",
    Verb.STEER_SOFTER: "tap-over",
    Verb.STEER_STYLE: "tap-over",
}
#: Buttons for people, too, who may not use the bot: they may delete what is kept about them.
FOR_ALL = frozenset({Verb.ERASE, Verb.SPARE})


def is_for_all(data: object) -> bool:
    """Whether this is the data of a button that people, too, may tap who may not use the bot."""
    return isinstance(data, str) and verb_of(data) in FOR_ALL


async def permitted(context: UpdateContext) -> Button | None:
    """What the tapped button carries, if this person may tap it; otherwise the tap is answered."""
    assert context.update.callback_query is not None
    data = context.update.callback_query.data
    verb, button = verb_of(data), decode(data)
    is_for_anybody = verb is not None and issubclass(KINDS[verb], OfAnybody)
    is_others = context.is_for_somebody_else and not is_for_anybody
    if is_others or (button is not None and not await _is_own(context, button)):
        await context.end_tap(NOT_YOURS_BY_VERB.get(verb, NOT_YOURS), alert=True)
        return None
    if button is None:
        await context.end_tap(NONSENSE.get(verb, "tap-unknown"))
    return button


async def _is_own(context: UpdateContext, button: Button) -> bool:
    """Whether the tapper may use the button. Anybody may where its job or series is gone: the handler says so."""
    match button:
        case OfPerson():
            return button.owner == context.place.user_id
        case OfJob():
            job = await context.services.store.read(lambda tx: tx.jobs.get(button.job))
            return job is None or context.owns(job.place)
        case OfSeries():
            series = await context.services.store.read(lambda tx: tx.series.get(button.series))
            return series is None or context.owns(series.place)
        case OfAnybody():
            return True
        case _:
            assert_never(button)
