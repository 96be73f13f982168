"""What the engine has learned of the styles that people keep, to paint them in an instant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec

from bot.store.statements import Changes, Statements
from bot.store.styles import HOUSE
from engine.presets import INSTANT_KERNELS


@dataclass(frozen=True, kw_only=True)
class KeptLesson:
    """How far a style is learned."""

    picture: str  #: sha256 of the style
    state: bytes  #: engine.settings.Lesson.state; none before the first step
    steps: int  #: done
    wanted: int  #: in all; 0 before the first

    @property
    def is_over(self) -> bool:
        """Whether the style can be painted in an instant."""
        return 0 < self.wanted <= self.steps

    @property
    def percent(self) -> int:
        """The part that is done, in percent, rounded down."""
        return min(100, 100 * self.steps // self.wanted) if self.wanted else 0


class LessonStore:
    """The lessons of one transaction. What was learned for another network than today's counts as not begun."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def next(self, passed_over: Collection[str] = ()) -> KeptLesson | None:
        """The oldest style of a person that is not learned yet, but for these pictures; None where all are."""
        row = await self._sql.one(
            "SELECT styles.picture, state, steps, wanted FROM styles"
            " LEFT JOIN lessons ON lessons.picture = styles.picture AND network = ?"
            " WHERE owner <> ? AND coalesce(steps < wanted, TRUE)"
            " AND styles.picture NOT IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT 1",
            (INSTANT_KERNELS, HOUSE, msgspec.json.encode(list(passed_over)).decode()),
        )
        if row is None:
            return None
        return KeptLesson(
            picture=row["picture"], state=row["state"] or b"", steps=row["steps"] or 0, wanted=row["wanted"] or 0
        )

    async def of(self, picture: str) -> KeptLesson | None:
        """What is known of this style; None where nothing is."""
        row = await self._sql.one(
            "SELECT picture, state, steps, wanted FROM lessons WHERE picture = ? AND network = ?",
            (picture, INSTANT_KERNELS),
        )
        if row is None:
            return None
        return KeptLesson(picture=row["picture"], state=row["state"], steps=row["steps"], wanted=row["wanted"])

    async def learned(self, pictures: Iterable[str]) -> dict[str, KeptLesson]:
        """Those of these styles that can be painted in an instant, by their pictures."""
        found = [await self.of(picture) for picture in pictures]
        return {lesson.picture: lesson for lesson in found if lesson is not None and lesson.is_over}

    async def keep(self, lesson: KeptLesson) -> bool:
        """Keep how far it is; False where nobody keeps the style any more."""
        kept = await self._sql.run(
            "INSERT INTO lessons (picture, network, state, steps, wanted)"
            " SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM styles WHERE picture = ?)"
            " ON CONFLICT DO UPDATE SET network = excluded.network, state = excluded.state, steps = excluded.steps,"
            " wanted = excluded.wanted",
            (lesson.picture, INSTANT_KERNELS, lesson.state, lesson.steps, lesson.wanted, lesson.picture),
        )
        return kept == 1

    async def drop(self, picture: str) -> None:
        """Forget the lesson, so that it begins anew."""
        await self._sql.run("DELETE FROM lessons WHERE picture = ?", (picture,))
