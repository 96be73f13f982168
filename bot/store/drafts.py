"""What people have sent for their next job: drafts, and albums that are still arriving."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, fields, replace
from typing import Final

from bot.jobs.model import Place, Preferences
from bot.jobs.regions import Regions, files_of
from bot.store.columns import Columns
from bot.store.statements import Changes, Statements

MOST: Final = 8  #: drafts of one person that wait in one place; the oldest goes


@dataclass(frozen=True, kw_only=True)
class Said:
    """The settings that one message asked for."""

    message_id: int  #: 0: no message, such as the painting whose settings are taken over
    settings: Preferences


@dataclass(frozen=True, kw_only=True)
class OnePhoto:
    """A draft is for one painting."""

    picture: str | None = None  #: the photo to paint, once it is there
    regions: Regions = field(default_factory=Regions)  #: parts of it with styles of their own
    choices: tuple[str, ...] = ()  #: pictures of an album, one or all of which become the style
    wants_sketches: bool = False  #: variants to choose from, instead of a painting


@dataclass(frozen=True, kw_only=True)
class PhotoSeries:
    """A draft is for several paintings in one style."""

    pictures: tuple[str, ...] = ()  #: the photos to paint; none while their album is still to come


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """What drafts for one painting and for several have in common."""

    place: Place
    number: int | None = None  #: by which buttons name it; None until it is saved
    styles: tuple[str, ...] = ()  #: pictures; several are blended
    content_message_id: int | None = None  #: the message that the card will reply to
    card_message_id: int | None = None  #: the bot's latest message about it, with its buttons
    borrowed: frozenset[int] = frozenset()  #: numbers of the shared styles of others that its pictures come from
    portrait: str | None = None  #: the picture in which people were seen: the photo, or what was it before
    overrides: Preferences = field(default_factory=Preferences)  #: settings from captions: for this job only
    said: tuple[Said, ...] = ()  #: which message asked for which of them, in their order
    steers: str | None = None  #: the id of the job that the next picture is another style for
    updated_at: float  #: Unix seconds


@dataclass(frozen=True, kw_only=True)
class Draft(_Draft):
    """The request of one person in one chat and topic, as far as it has come."""

    photos: OnePhoto | PhotoSeries = field(default_factory=OnePhoto)

    @property
    def one(self) -> OnePhoto:
        """The photo of a draft for one painting; an empty one where it is for a series."""
        return self.photos if isinstance(self.photos, OnePhoto) else OnePhoto()

    @property
    def content(self) -> str | None:
        """The one photo to paint, if it is there."""
        return self.one.picture

    @property
    def regions(self) -> Regions:
        """The regions of the one photo."""
        return self.one.regions

    @property
    def series(self) -> PhotoSeries | None:
        """The photos of a draft for a series; None where it is for one painting."""
        return self.photos if isinstance(self.photos, PhotoSeries) else None


@dataclass(frozen=True, kw_only=True)
class _Row(_Draft):
    """A draft as its row holds it."""

    one: OnePhoto
    series: tuple[str, ...] | None  #: None where it is for one painting


@dataclass(frozen=True, kw_only=True)
class AlbumItem:
    """One message of an album: a picture, or the reason why it was refused."""

    place: Place
    media_group_id: str
    message_id: int
    picture: str | None = None
    error_code: str | None = None
    caption: str | None = None
    received_at: float  #: Unix seconds


@dataclass(frozen=True, kw_only=True)
class AlbumKey:
    """Names an album."""

    place: Place
    media_group_id: str


_COLUMNS: Final = Columns(_Row, parts=(Place, OnePhoto), renamed={"one.picture": "content"})
_COMMON: Final = tuple(column.name for column in fields(_Draft))
_ITEMS: Final = Columns(AlbumItem, parts=(Place,))
_SELECT: Final = f"SELECT {', '.join(_COLUMNS.names)} FROM drafts"  # noqa: S608 - all of it is ours
_HERE: Final = "chat_id = ? AND user_id = ? AND topic_id = ?"


class DraftStore:
    """The drafts and albums of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def get(self, place: Place) -> Draft | None:
        """The draft that this person's next picture in this chat and topic belongs to."""
        row = await self._sql.one(f"{_SELECT} WHERE {_HERE} AND is_current", _key(place))
        return None if row is None else _draft(row)

    async def all_of(self, place: Place) -> list[Draft]:
        """All drafts that wait there, oldest first."""
        rows = await self._sql.all(f"{_SELECT} WHERE {_HERE} ORDER BY number", _key(place))
        return [_draft(row) for row in rows]

    async def save(self, draft: Draft) -> Draft:
        """Store the draft in place of its former state and make it the current one. A new draft gets its number."""
        if draft.number is not None:
            await self._replace("number = ?", (draft.number,))
        await self._sql.run(
            f"UPDATE drafts SET is_current = 0 WHERE {_HERE} AND is_current AND number IS NOT ?",  # noqa: S608 - all of it is ours
            (*_key(draft.place), draft.number),
        )
        insert, values = _COLUMNS.insertion("drafts", _row(draft), or_replace=True)
        row = await self._sql.one(f"{insert} RETURNING number", values)
        assert row is not None
        latest = f"SELECT number FROM drafts WHERE {_HERE} ORDER BY number DESC LIMIT {MOST}"  # noqa: S608 - all of it is ours
        await self._delete(
            f"{_HERE} AND number NOT IN ({latest}) AND NOT is_current", (*_key(draft.place), *_key(draft.place))
        )
        return replace(draft, number=row["number"])

    async def shown(self, number: int, message_id: int) -> None:
        """The message is the bot's latest about this draft."""
        await self._sql.run("UPDATE drafts SET card_message_id = ? WHERE number = ?", (message_id, number))

    async def remove(self, draft: Draft) -> bool:
        """Delete this draft; False when it was gone, or never saved."""
        return draft.number is not None and await self._delete("number = ?", (draft.number,)) == 1

    async def delete(self, place: Place) -> bool:
        """Delete all drafts that wait there; False when there were none."""
        return await self._delete(_HERE, _key(place)) > 0

    async def add_album_item(self, item: AlbumItem) -> bool:
        """Store one message of an album; False when it was there before."""
        insert, values = _ITEMS.insertion("album_items", item)
        return await self._sql.run(f"{insert} ON CONFLICT DO NOTHING", values) == 1

    async def album(self, album: AlbumKey) -> list[AlbumItem]:
        """The items of an album, in the order of their messages."""
        rows = await self._sql.all(
            f"SELECT {', '.join(_ITEMS.names)} FROM album_items"  # noqa: S608 - all of it is ours
            f" WHERE {_HERE} AND media_group_id = ? ORDER BY message_id",
            (*_key(album.place), album.media_group_id),
        )
        return [_ITEMS.read(row) for row in rows]

    async def edit_album_item(self, place: Place, message_id: int, caption: str | None) -> None:
        """Change the caption of this item."""
        await self._sql.run(
            f"UPDATE album_items SET caption = ? WHERE {_HERE} AND message_id = ?",  # noqa: S608 - all of it is ours
            (caption, *_key(place), message_id),
        )

    async def delete_album(self, album: AlbumKey) -> int:
        """Forget an album; returns how many items it had."""
        self._changes.replaced_files.update(item.picture for item in await self.album(album) if item.picture)
        return await self._sql.run(
            "DELETE FROM album_items WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND media_group_id = ?",
            (*_key(album.place), album.media_group_id),
        )

    async def arriving_albums(self) -> dict[AlbumKey, int]:
        """The albums that are not settled, each with its number of items so far, ordered by their latest item."""
        rows = await self._sql.all(
            "SELECT chat_id, user_id, topic_id, media_group_id, count(*) AS items FROM album_items"
            " GROUP BY chat_id, user_id, topic_id, media_group_id ORDER BY max(received_at)"
        )
        return {
            AlbumKey(
                place=Place(chat_id=row["chat_id"], user_id=row["user_id"], topic_id=row["topic_id"]),
                media_group_id=row["media_group_id"],
            ): row["items"]
            for row in rows
        }

    async def _delete(self, which: str, values: tuple[int, ...]) -> int:
        await self._replace(which, values)
        return await self._sql.run(f"DELETE FROM drafts WHERE {which}", values)  # noqa: S608 - all of it is ours

    async def _replace(self, which: str, values: tuple[int, ...]) -> None:
        """Release the pictures of the former drafts, unless the new draft or a job names them, too."""
        for former in map(_draft, await self._sql.all(f"{_SELECT} WHERE {which}", values)):
            self._changes.replaced_files.update(former.styles, _files_of(former.photos))


def _files_of(photos: OnePhoto | PhotoSeries) -> set[str]:
    if isinstance(photos, PhotoSeries):
        return set(photos.pictures)
    names = (photos.picture, *photos.choices, *files_of(photos.regions))
    return {name for name in names if name is not None}


def _draft(values: sqlite3.Row) -> Draft:
    row = _COLUMNS.read(values)
    photos = row.one if row.series is None else PhotoSeries(pictures=row.series)
    return Draft(photos=photos, **{name: getattr(row, name) for name in _COMMON})


def _row(draft: Draft) -> _Row:
    series = draft.series.pictures if draft.series is not None else None
    return _Row(one=draft.one, series=series, **{name: getattr(draft, name) for name in _COMMON})


def _key(place: Place) -> tuple[int, int, int]:
    return (place.chat_id, place.user_id, place.topic_id)
