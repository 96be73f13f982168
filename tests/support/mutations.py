"""Damaged bytes and strange words, from a seed: the same seed gives the same ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

#: Where lengths, counts and signs go wrong.
_NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_STRANGE = (
    *("", " ", "\n", "\t", "\x00", "\u200b", "\u202e", "\ufeff", "é", "ß", "İ", "²", "٣", "Ⅷ", "𝟙", "🎨", "\U0010ffff"),
    *("0", "-1", "+5", "1e9", "1.5", "nan", "inf", "0x10", "1_000", "007", str(2**31), str(2**63), "9" * 40, "-" * 60),
    *("=", "==", ":", ".", "..", ",", ";", "/", "\\", "@", "%s", "{}", "{ $value }", "'", '"', "<b>", "&amp;", "--"),
    *("../../etc/passwd", "'; DROP TABLE jobs; --", "null", "None", "true", "[]", "a" * 300, "ä" * 2000),
)


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # to be the same again, not to be a secret


def damaged(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """The bytes with one to eight changes; `others` are what pieces may be taken from."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        _damage(changed, chance, others)
    return bytes(changed)


def words(chance: random.Random, usual: Sequence[str], most: int = 6) -> str:
    """Up to `most` usual words and strange ones, in any order, mostly with nothing between them."""
    parts = []
    for _ in range(chance.randint(1, most)):
        parts.append(chance.choice(usual) if chance.random() < 0.6 else chance.choice(_STRANGE))
        parts.append(chance.choice(("", "", "", " ")))
    return "".join(parts)


def _damage(data: bytearray, chance: random.Random, others: Sequence[bytes]) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 2, 4, 16, 64, len(data))))
    match chance.randrange(7):
        case 0 if at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        case 1 if at < len(data):
            data[at] = chance.randrange(256)
        case 2:
            width = chance.choice((1, 2, 4))
            number = chance.choice(_NUMBERS) & (1 << 8 * width) - 1
            data[at : at + width] = number.to_bytes(width, chance.choice(("big", "little")))
        case 3:
            del data[at:end]
        case 4:
            data[at:at] = data[at:end]
        case 5:
            data[at:end] = chance.randbytes(end - at)
        case _:
            piece = chance.choice(others) if others else b"\x00" * 16
            begin = chance.randrange(len(piece) + 1)
            data[at:end] = piece[begin : begin + chance.choice((4, 64, len(piece)))]
