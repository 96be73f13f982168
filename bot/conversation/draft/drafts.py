"""How a draft grows: pure steps from one draft to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from bot.jobs.model import Place, Preferences
from bot.jobs.regions import Regions, confirmed, styled
from bot.jobs.series import LEAST
from bot.jobs.setting_limits import chosen_in, merged
from bot.store import Draft, OnePhoto, PhotoSeries, Said
from bot.texts.recipe import Value

IDLE_SECONDS = 24 * 3600.0  #: after so long, the owner has probably forgotten the photo that waits for its style


def unexpired(draft: Draft | None, place: Place, now: float) -> Draft:
    """The draft to go on with: a new one when there is none, or only a stale one."""
    return draft if draft is not None and is_fresh(draft, now) else Draft(place=place, updated_at=now)


def is_fresh(draft: Draft, now: float) -> bool:
    """Whether the draft was changed within IDLE_SECONDS, so that its owner still thinks of it."""
    return now - draft.updated_at <= IDLE_SECONDS


def begun_anew(draft: Draft, now: float) -> Draft:
    """An empty draft in the place of this one; beside it where this one lacks nothing and waits to be started."""
    if is_complete(draft) or is_ready_series(draft):
        return Draft(place=draft.place, updated_at=now)
    return Draft(place=draft.place, number=draft.number, card_message_id=draft.card_message_id, updated_at=now)


def with_photo(draft: Draft, picture: str, message_id: int, now: float) -> Draft:
    """The picture takes the first role that is free; when both are taken, a new draft begins with it."""
    if is_complete(draft):
        draft = begun_anew(draft, now)
    if draft.content is None and draft.series is None:
        return with_content(draft, picture, message_id, now)
    return with_styles(draft, (picture,), now)


def with_content(draft: Draft, picture: str, message_id: int | None, now: float) -> Draft:
    """The draft with this photo to paint in place of any other. The regions of the former photo go."""
    regions = draft.regions if picture == draft.content else Regions()
    photo = replace(draft.one, picture=picture, choices=(), regions=regions)
    return replace(draft, photos=photo, content_message_id=message_id, updated_at=now)


def without_content(draft: Draft, now: float) -> Draft:
    """The draft without its photo; its style stays."""
    return replace(draft, photos=replace(draft.one, picture=None), content_message_id=None, updated_at=now)


def with_styles(draft: Draft, pictures: Sequence[str], now: float, borrowed: Collection[int] = ()) -> Draft:
    """These are the style, whatever was before; `borrowed`: the numbers under which others share them. Where a region
    waits for its style, the first of them is that; a region that its owner is asked about is right then.
    """
    regions = confirmed(draft.regions)
    from_others = frozenset(borrowed) | (draft.borrowed if regions.painted else frozenset())
    if regions.lacks_style and pictures:
        return replace(with_regions(draft, styled(regions, pictures[0]), now), borrowed=from_others)
    photos = draft.photos
    if isinstance(photos, OnePhoto):
        photos = replace(photos, choices=(), regions=regions)
    return replace(draft, photos=photos, styles=tuple(pictures), borrowed=from_others, updated_at=now)


def without_borrowed(draft: Draft, now: float) -> Draft:
    """The draft without its styles and regions, since one of the styles was withdrawn by its owner."""
    photos = draft.photos
    if isinstance(photos, OnePhoto):
        photos = replace(photos, choices=(), regions=replace(photos.regions, painted=(), rest_stays=False))
    return replace(draft, photos=photos, styles=(), borrowed=frozenset(), updated_at=now)


def with_choices(draft: Draft, pictures: Sequence[str], now: float) -> Draft:
    """The draft with these pictures to choose its style from: one of them, or all."""
    from_others = draft.borrowed if draft.regions.painted else frozenset()
    photo = replace(draft.one, choices=tuple(pictures))
    return replace(draft, photos=photo, styles=(), borrowed=from_others, updated_at=now)


def with_regions(draft: Draft, regions: Regions, now: float) -> Draft:
    """The draft with these regions of its photo."""
    return replace(draft, photos=replace(draft.one, regions=regions), updated_at=now)


def with_sketches(draft: Draft, now: float) -> Draft:
    """The draft with the wish for variants to choose from, which exist for one photo only."""
    photos = draft.photos
    if isinstance(photos, OnePhoto):
        photos = replace(photos, wants_sketches=True)
    return replace(draft, photos=photos, updated_at=now)


def may_swap_roles(draft: Draft) -> bool:
    """Whether photo and style may change their roles."""
    is_pair = len(draft.styles) <= 1 and not draft.borrowed
    return is_pair and draft.series is None and draft.regions == Regions()


def swap_roles(draft: Draft, now: float) -> Draft:
    """Photo and style change their roles; a single one takes the other role. Blends of several stay as they are,
    and so do a photo with regions and somebody else's style, which is nobody's photo.
    """
    if not may_swap_roles(draft):
        return draft
    return replace(
        draft,
        photos=replace(draft.one, picture=draft.styles[0] if draft.styles else None, choices=()),
        styles=() if draft.content is None else (draft.content,),
        updated_at=now,
    )


def with_series(draft: Draft, photos: Sequence[str], message_id: int | None, now: float) -> Draft:
    """The draft with these photos to paint in one style; a style that it has stays."""
    series = PhotoSeries(pictures=tuple(photos))
    return replace(draft, photos=series, content_message_id=message_id, updated_at=now)


def as_series(draft: Draft, now: float) -> Draft:
    """A series: of the photos that it has, of all pictures of the album that waits for a style, or of an album that is
    still to come.
    """
    if draft.series is not None:
        return replace(draft, updated_at=now)
    if draft.content is not None and draft.one.choices:
        return with_series(draft, (draft.content, *draft.one.choices), draft.content_message_id, now)
    return with_series(draft, (), None, now)


def with_settings(draft: Draft, settings: Mapping[str, Value], now: float, message_id: int = 0) -> Draft:
    """What this message asks for goes before what others before it did, for this job only; of a message that was
    edited, in the place of what it asked for at first.
    """
    said = list(draft.said)
    if not said and draft.overrides != Preferences():
        said.append(Said(message_id=0, settings=draft.overrides))
    new = Said(message_id=message_id, settings=merged(Preferences(), settings))
    place = next((index for index, old in enumerate(said) if old.message_id == message_id != 0), len(said))
    said[place : place + 1] = [new]
    overrides = reduce(lambda before, each: merged(before, chosen_in(each.settings)), said, Preferences())
    return replace(draft, said=tuple(said), overrides=overrides, updated_at=now)


def is_complete(draft: Draft) -> bool:
    """Whether a job can be made of it."""
    has_styles = bool(draft.styles) or (bool(draft.regions.painted) and draft.regions.rest_stays)
    return draft.content is not None and has_styles and draft.regions.is_settled


def is_ready_series(draft: Draft) -> bool:
    """Whether a series can be painted of it."""
    return draft.series is not None and len(draft.series.pictures) >= LEAST and bool(draft.styles)


def lacks_pictures(draft: Draft) -> bool:
    """Whether something waits for a picture."""
    return not (is_empty(draft) or is_complete(draft) or is_ready_series(draft))


def is_empty(draft: Draft) -> bool:
    """Whether no picture waits, and none is waited for."""
    return draft.content is None and not draft.styles and draft.series is None
