"""`python -m engine.instant.export --vector`: one more style in the file, by its vector alone."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from engine.image import images
from engine.instant import export, lessons, weights
from engine.instant.weights import Weights
from tests.support.textures import texture


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "moss.png").write_bytes(images.encode_png(texture(80, 96, 11)))
    return folder


@pytest.mark.weights
@pytest.mark.slow
def test_a_style_is_put_after_the_others_which_stay_as_they_are(
    untrained: Weights, styles: Path, real_filters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(real_filters))
    before = weights.house_styles()
    files = tmp_path / "one.npz", tmp_path / "same.npz"
    for path in files:
        command = ["export", "--styles", str(styles), "--vector", "moss", "--steps", "2", "--crop", "32"]
        monkeypatch.setattr(sys, "argv", [*command, "-o", str(path)])
        export.main()
    assert files[0].read_bytes() == files[1].read_bytes()
    after = weights.unpacked(files[0].read_bytes())
    assert list(after.styles) == [*untrained.styles, "moss"]
    for part, was in ((after.kernels, before.kernels), (after.styles, before.styles), (after.tiles, before.tiles)):
        for name, array in was.items():
            np.testing.assert_array_equal(part[name], array)
    assert weights.kernels_digest(after.kernels) == weights.kernels_digest(before.kernels)
    begun = lessons.begun().vector.average.numpy().astype(np.float16)
    assert not np.array_equal(after.styles["moss"], begun)


@pytest.mark.parametrize("more", [[], ["--state", "kept.npz", "--vector", "moss"]])
def test_it_exports_either_what_was_trained_or_a_vector(
    more: list[str], styles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["export", "--styles", str(styles), *more])
    with pytest.raises(SystemExit):
        export.main()
    assert "--vector" in capsys.readouterr().err
