"""What people have sent for their next job: drafts, and albums that are still arriving."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

import msgspec

from bot.jobs.model import Place, Preferences
from bot.jobs.regions import Regions, files_of
from bot.store.statements import Changes, Statements


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What one person has sent so far in one chat and topic."""

    place: Place
    content: str | None = None  #: picture
    styles: tuple[str, ...] = ()  #: pictures; several are blended
    choices: tuple[str, ...] = ()  #: pictures of an album, one or all of which become the style
    content_message_id: int | None = None  #: the message that the card will reply to
    borrowed: int | None = None  #: number of the shared style that is the style here, where it is somebody else's
    series: tuple[str, ...] | None = None  #: photos to paint in one style, none yet, or (None) it is for a single one
    regions: Regions = field(default_factory=Regions)  #: parts of the photo with styles of their own
    overrides: Preferences = field(default_factory=Preferences)  #: settings from a caption: for this job only
    wants_sketches: bool = False  #: variants to choose from, instead of a painting
    steers: str | None = None  #: the id of the job that the next picture is another style for
    updated_at: float  #: Unix seconds


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


class DraftStore:
    """The drafts and albums of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def get(self, place: Place) -> Draft | None:
        """The draft of this person in this chat and topic."""
        row = await self._sql.one(
            "SELECT content, styles, choices, content_message_id, overrides, wants_sketches, steers, updated_at,"
            " borrowed, series, regions"
            " FROM drafts"
            " WHERE chat_id = ? AND user_id = ? AND topic_id = ?",
            _key(place),
        )
        if row is None:
            return None
        return Draft(
            place=place,
            content=row["content"],
            styles=msgspec.json.decode(row["styles"], type=tuple[str, ...]),
            choices=msgspec.json.decode(row["choices"], type=tuple[str, ...]),
            content_message_id=row["content_message_id"],
            overrides=msgspec.json.decode(row["overrides"], type=Preferences),
            wants_sketches=bool(row["wants_sketches"]),
            steers=row["steers"],
            updated_at=row["updated_at"],
            borrowed=row["borrowed"],
            series=None if row["series"] is None else msgspec.json.decode(row["series"], type=tuple[str, ...]),
            regions=msgspec.json.decode(row["regions"], type=Regions),
        )

    async def save(self, draft: Draft) -> None:
        """Put the draft in the place of the one before."""
        await self._replace(draft.place)
        await self._sql.run(
            "INSERT OR REPLACE INTO drafts"
            " (chat_id, user_id, topic_id, content, styles, choices, content_message_id, overrides,"
            " wants_sketches, steers, updated_at, borrowed, series, regions)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *_key(draft.place),
                draft.content,
                msgspec.json.encode(draft.styles).decode(),
                msgspec.json.encode(draft.choices).decode(),
                draft.content_message_id,
                msgspec.json.encode(draft.overrides).decode(),
                draft.wants_sketches,
                draft.steers,
                draft.updated_at,
                draft.borrowed,
                None if draft.series is None else msgspec.json.encode(draft.series).decode(),
                msgspec.json.encode(draft.regions).decode(),
            ),
        )

    async def delete(self, place: Place) -> bool:
        """False when there was none."""
        await self._replace(place)
        return (
            await self._sql.run(
                "DELETE FROM drafts WHERE chat_id = ? AND user_id = ? AND topic_id = ?",
                _key(place),
            )
            == 1
        )

    async def add_album_item(self, item: AlbumItem) -> bool:
        """False when this message was here before."""
        added = await self._sql.run(
            "INSERT INTO album_items"
            " (chat_id, user_id, topic_id, media_group_id, message_id, picture, error_code, caption, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                *_key(item.place),
                item.media_group_id,
                item.message_id,
                item.picture,
                item.error_code,
                item.caption,
                item.received_at,
            ),
        )
        return added == 1

    async def album(self, album: AlbumKey) -> list[AlbumItem]:
        """The items of an album, in the order of their messages."""
        rows = await self._sql.all(
            "SELECT message_id, picture, error_code, caption, received_at FROM album_items"
            " WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND media_group_id = ? ORDER BY message_id",
            (*_key(album.place), album.media_group_id),
        )
        return [_album_item(album, row) for row in rows]

    async def delete_album(self, album: AlbumKey) -> int:
        """Forget an album; returns how many items it had."""
        self._changes.replaced_files.update(item.picture for item in await self.album(album) if item.picture)
        return await self._sql.run(
            "DELETE FROM album_items WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND media_group_id = ?",
            (*_key(album.place), album.media_group_id),
        )

    async def settled_albums(self, before: float) -> list[AlbumKey]:
        """The albums whose latest item came before this time, oldest first."""
        rows = await self._sql.all(
            "SELECT chat_id, user_id, topic_id, media_group_id FROM album_items"
            " GROUP BY chat_id, user_id, topic_id, media_group_id"
            " HAVING max(received_at) < ? ORDER BY max(received_at)",
            (before,),
        )
        return [
            AlbumKey(
                place=Place(chat_id=row["chat_id"], user_id=row["user_id"], topic_id=row["topic_id"]),
                media_group_id=row["media_group_id"],
            )
            for row in rows
        ]

    async def _replace(self, place: Place) -> None:
        """The former draft's pictures can go, unless the new draft, or a job, names them too."""
        former = await self.get(place)
        if former is not None:
            pictures = (former.content, *former.styles, *former.choices, *(former.series or ()))
            named = {picture for picture in (*pictures, *files_of(former.regions)) if picture}
            self._changes.replaced_files.update(named)


def _key(place: Place) -> tuple[int, int, int]:
    return (place.chat_id, place.user_id, place.topic_id)


def _album_item(album: AlbumKey, row: sqlite3.Row) -> AlbumItem:
    return AlbumItem(
        place=album.place,
        media_group_id=album.media_group_id,
        message_id=row["message_id"],
        picture=row["picture"],
        error_code=row["error_code"],
        caption=row["caption"],
        received_at=row["received_at"],
    )
