"""How a draft grows: pure steps from one draft to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.jobs.limits import merged
from bot.jobs.model import Place
from bot.store import Draft
from bot.texts.recipe import Value

IDLE_SECONDS = 24 * 3600.0  #: a photo that waited so long for its partner was forgotten by its owner, too


def current(draft: Draft | None, place: Place, now: float) -> Draft:
    """The draft to go on with: a new one when there is none, or only a stale one."""
    if draft is None or now - draft.updated_at > IDLE_SECONDS:
        return Draft(place=place, updated_at=now)
    return draft


def with_photo(draft: Draft, picture: str, message_id: int, now: float) -> Draft:
    """The picture takes the first role that is free; when both are taken, a new draft begins with it."""
    if is_complete(draft):
        draft = Draft(place=draft.place, updated_at=now)
    if draft.content is None:
        return replace(draft, content=picture, content_message_id=message_id, updated_at=now)
    return replace(draft, style=picture, updated_at=now)


def with_settings(draft: Draft, settings: Mapping[str, Value], now: float) -> Draft:
    """These settings go before the ones that the draft has, for this job only."""
    return replace(draft, overrides=merged(draft.overrides, settings), updated_at=now)


def is_complete(draft: Draft) -> bool:
    """Whether a job can be made of it."""
    return draft.content is not None and draft.style is not None
