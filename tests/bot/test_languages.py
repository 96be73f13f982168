"""Which language a tag means."""

from __future__ import annotations

import pytest

from bot.languages import Language, matching


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", Language.GERMAN),
        ("de-AT", Language.GERMAN),
        ("ES_mx", Language.SPANISH),
        (" ru ", Language.RUSSIAN),
        ("zh-hans", Language.CHINESE),
        ("zh-CN", Language.CHINESE),
        ("pt-br", None),
        ("den", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_means_a_language_whatever_its_region_and_script(tag: str | None, language: Language | None) -> None:
    assert matching(tag) is language
