"""Which pictures are taken: numbers that the bot knows too, which loads nothing that decodes."""

from __future__ import annotations

MIN_EDGE = 64  #: pixels of the shorter edge
MAX_PIXELS = 50_000_000
MAX_BYTES = 20 * 2**20  #: also the most that Telegram lets a bot download
MAX_RATIO = 20  #: longer edge to shorter edge; also the most that Telegram shows as a photo
