"""What Telegram says before a download is enough to refuse some pictures."""

from __future__ import annotations

import pytest

from bot.intake.photos import problem_before_download
from engine.errors import PictureProblem


@pytest.mark.parametrize(
    ("file_size", "width", "height", "problem"),
    [
        (100_000, 1280, 853, None),
        (None, None, None, None),
        (20 * 2**20, None, None, None),
        (20 * 2**20 + 1, None, None, PictureProblem.TOO_HEAVY),
        (20 * 2**20 + 1, 1, 1, PictureProblem.TOO_HEAVY),
        (1000, 10_000, 5_000, None),
        (1000, 10_000, 5_001, PictureProblem.TOO_LARGE),
        (1000, 63, 500, PictureProblem.TOO_SMALL),
        (1000, 64, 64, None),
        (1000, 1280, 64, None),
        (1000, 64, 1281, PictureProblem.TOO_LONG),
        (1000, 0, 0, None),  # Telegram does not know
    ],
)
def test_a_problem_is_seen_before_the_download(
    file_size: int | None, width: int | None, height: int | None, problem: PictureProblem | None
) -> None:
    assert problem_before_download(file_size=file_size, width=width, height=height) is problem
