"""Which style goes where in one photo, and which parts stay as they are, while a draft is settled. Pure.

A mask is a picture of the photo's proportions, white where the region is, and named by the sha256 of its file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

MOST: Final = 4  #: regions of one photo: each costs the engine time, and more are hard to tell apart


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of a photo with a style of its own."""

    mask: str
    style: str | None = None  #: picture; None while it is waited for


@dataclass(frozen=True, kw_only=True)
class Regions:
    """The regions so far. Every text in it names a file: the store relies on that."""

    painted: tuple[Region, ...] = ()
    protected: str | None = None  #: mask of what stays as it is
    asked: str | None = None  #: mask that its owner is asked about: whether this is what was meant
    asked_to_protect: bool = False  #: what that one is for
    of_people: bool = False  #: the region that is asked about, or came last, is the people
    rest_stays: bool = False  #: what no region covers keeps its look, instead of getting a style

    @property
    def lacks_style(self) -> bool:
        """Whether the next style is for the latest region."""
        return bool(self.painted) and self.painted[-1].style is None

    @property
    def is_settled(self) -> bool:
        """Whether only a style for the rest is missing."""
        return self.asked is None and not self.lacks_style

    @property
    def has_room(self) -> bool:
        """Whether there may be one more region."""
        return len(self.painted) < MOST


def asking(regions: Regions, mask: str, *, to_protect: bool, of_people: bool = False) -> Regions:
    """Ask the owner whether this is the region."""
    return replace(regions, asked=mask, asked_to_protect=to_protect, of_people=of_people)


def confirmed(regions: Regions) -> Regions:
    """The owner confirmed the region. It replaces one that still lacks a style."""
    if regions.asked is None:
        return regions
    if regions.asked_to_protect:
        return replace(regions, protected=regions.asked, asked=None, asked_to_protect=False, of_people=False)
    before = regions.painted[:-1] if regions.lacks_style else regions.painted
    return replace(regions, painted=(*before, Region(mask=regions.asked)), asked=None)


def dismissed(regions: Regions) -> Regions:
    """The owner rejected the region."""
    return replace(regions, asked=None, asked_to_protect=False, of_people=False)


def styled(regions: Regions, style: str) -> Regions:
    """The latest region, which lacks a style, gets this one."""
    return replace(regions, painted=(*regions.painted[:-1], replace(regions.painted[-1], style=style)))


def files_of(regions: Regions) -> tuple[str, ...]:
    """All files that it names."""
    masks = (regions.protected, regions.asked, *(region.mask for region in regions.painted))
    return tuple(name for name in (*masks, *(region.style for region in regions.painted)) if name is not None)


def of_job(regions: Regions, rest: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """The styles of a job, and a mask for each (None: what no other covers; no masks: everywhere). `rest` are the
    styles of what no region covers.
    """
    own = [(region.style, region.mask) for region in regions.painted if region.style is not None]
    if not own:
        return rest, ()
    return (*(style for style, _ in own), *rest), (*(mask for _, mask in own), *(None for _ in rest))
