"""How a draft grows: pure steps from one draft to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.jobs.limits import merged
from bot.jobs.model import Place
from bot.jobs.regions import Regions, confirmed, styled
from bot.jobs.series import LEAST
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
    if draft.content is None and draft.series is None:
        return with_content(draft, picture, message_id, now)
    return with_styles(draft, (picture,), now)


def with_content(draft: Draft, picture: str, message_id: int | None, now: float) -> Draft:
    """The picture is the one to paint, whatever was before. Regions are of one photo."""
    regions = draft.regions if picture == draft.content else Regions()
    return replace(
        draft,
        content=picture,
        content_message_id=message_id,
        choices=(),
        series=None,
        regions=regions,
        updated_at=now,
    )


def with_styles(draft: Draft, pictures: Sequence[str], now: float, borrowed: int | None = None) -> Draft:
    """These are the style, whatever was before; `borrowed`: the number under which somebody else shares it. Where a
    region waits for its style, the first of them is that; a region that its owner is asked about is right then.
    """
    regions = confirmed(draft.regions)
    if regions.lacks_style and pictures:
        borrowed = draft.borrowed if borrowed is None else borrowed
        return replace(draft, regions=styled(regions, pictures[0]), borrowed=borrowed, updated_at=now)
    if regions.painted:
        borrowed = draft.borrowed if borrowed is None else borrowed
    return replace(draft, styles=tuple(pictures), choices=(), borrowed=borrowed, regions=regions, updated_at=now)


def without_borrowed(draft: Draft, now: float) -> Draft:
    """Its styles are gone, since one of them was withdrawn by who shared it; and regions with them."""
    regions = replace(draft.regions, painted=(), rest_stays=False)
    return replace(draft, styles=(), choices=(), borrowed=None, regions=regions, updated_at=now)


def with_choices(draft: Draft, pictures: Sequence[str], now: float) -> Draft:
    """One of these, or all, will be the style."""
    return replace(draft, styles=(), choices=tuple(pictures), borrowed=None, updated_at=now)


def may_turn(draft: Draft) -> bool:
    """Whether photo and style may change their roles."""
    is_pair = len(draft.styles) <= 1 and draft.borrowed is None
    return is_pair and draft.series is None and draft.regions == Regions()


def turned(draft: Draft, now: float) -> Draft:
    """Photo and style change their roles; a single one takes the other role. Blends of several stay as they are,
    and so do a photo with regions and somebody else's style, which is nobody's photo.
    """
    if not may_turn(draft):
        return draft
    return replace(
        draft,
        content=draft.styles[0] if draft.styles else None,
        styles=() if draft.content is None else (draft.content,),
        choices=(),
        updated_at=now,
    )


def with_series(draft: Draft, photos: Sequence[str], message_id: int | None, now: float) -> Draft:
    """These are the photos to paint in one style; a style that is there stays."""
    return replace(
        draft,
        series=tuple(photos),
        content=None,
        content_message_id=message_id,
        choices=(),
        regions=Regions(),
        updated_at=now,
    )


def as_series(draft: Draft, now: float) -> Draft:
    """A series: of the photos that it has, of all pictures of the album that waits for a style, or of an album that is
    still to come.
    """
    if draft.series is not None:
        return replace(draft, updated_at=now)
    if draft.content is not None and draft.choices:
        return with_series(draft, (draft.content, *draft.choices), draft.content_message_id, now)
    return with_series(draft, (), None, now)


def with_settings(draft: Draft, settings: Mapping[str, Value], now: float) -> Draft:
    """These settings go before the ones that the draft has, for this job only."""
    return replace(draft, overrides=merged(draft.overrides, settings), updated_at=now)


def is_complete(draft: Draft) -> bool:
    """Whether a job can be made of it."""
    has_styles = bool(draft.styles) or (bool(draft.regions.painted) and draft.regions.rest_stays)
    return draft.content is not None and has_styles and draft.regions.is_settled


def is_ready_series(draft: Draft) -> bool:
    """Whether a series can be painted of it."""
    return draft.series is not None and len(draft.series) >= LEAST and bool(draft.styles)


def lacks_pictures(draft: Draft) -> bool:
    """Whether something waits for a picture."""
    return not (is_empty(draft) or is_complete(draft) or is_ready_series(draft))


def is_empty(draft: Draft) -> bool:
    """Whether no picture waits, and none is waited for."""
    return draft.content is None and not draft.styles and draft.series is None
