"""What is known of a face."""

from __future__ import annotations

from dataclasses import dataclass

#: Horizontal and vertical position in pixels, from the picture's left and top.
Point = tuple[float, float]


@dataclass(frozen=True)
class Face:
    """Where a face is in a picture. All lengths are in pixels of that picture; a face may reach beyond its border.

    The box goes from the eyebrows to the chin and from cheek to cheek. It is about square.
    """

    left: float
    top: float
    right: float
    bottom: float
    score: float  #: from 0 to 1: how sure the network is that this is a face
    eyes: tuple[Point, Point]  #: the left one in the picture first, unless the face is upside down
    nose: Point  #: its tip
    mouth: Point  #: its middle

    @property
    def width(self) -> float:
        """Pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels."""
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """The longer side, in pixels: what "a face of 160 px" means here."""
        return max(self.width, self.height)

    @property
    def center(self) -> Point:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def scaled(self, factor: float) -> Face:
        """The same face in the picture at another size: `factor` is the new size over the old one."""
        return self._mapped(factor, 0.0, 0.0)

    def seen_from(self, left: float, top: float) -> Face:
        """The same face in a crop of the picture that begins at this pixel."""
        return self._mapped(1.0, -left, -top)

    def _mapped(self, factor: float, right: float, down: float) -> Face:
        def moved(point: Point) -> Point:
            return point[0] * factor + right, point[1] * factor + down

        return Face(
            *moved((self.left, self.top)),
            *moved((self.right, self.bottom)),
            score=self.score,
            eyes=(moved(self.eyes[0]), moved(self.eyes[1])),
            nose=moved(self.nose),
            mouth=moved(self.mouth),
        )
