"""Films in H.264, read again by the decoder of the same library."""

from __future__ import annotations

import io
import sys

import av
import numpy as np
import pytest

from engine.image import displays, film, images, video

COLORS = ((1.0, 0.0, 0.0), (0.0, 0.5, 0.0), (0.8, 0.5, 0.2))


def frames(height: int, width: int) -> list[bytes]:
    return [images.encode_jpeg(np.full((height, width, 3), color, np.float32)) for color in COLORS]


def test_a_film_has_every_frame_in_its_order_and_colors_and_holds_the_last() -> None:
    with av.open(io.BytesIO(video.mp4(frames(64, 96))), "r") as moving:
        (stream,) = moving.streams.video
        assert len(moving.streams) == 1
        assert stream.codec_context.name == "h264"
        shown = [(frame.time, frame.to_ndarray(format="rgb24")) for frame in moving.decode(stream)]
    for (_, pixels), color in zip(shown, COLORS, strict=False):
        np.testing.assert_allclose(pixels, np.broadcast_to(np.asarray(color) * 255, pixels.shape), atol=6)
    np.testing.assert_allclose([seconds for seconds, _ in shown[:3]], np.arange(3) * displays.FRAME_MILLISECONDS / 1000)
    assert all(np.abs(pixels.astype(int) - shown[2][1]).max() < 6 for _, pixels in shown[3:])
    held = shown[-1][0] - shown[2][0]
    assert held == pytest.approx(displays.LAST_FRAME_MILLISECONDS / 1000, abs=0.2)


@pytest.mark.parametrize(("size", "shown"), [((81, 97), (80, 96)), ((2, 3), (2, 2))])
def test_odd_sizes_lose_a_row_or_a_column(size: tuple[int, int], shown: tuple[int, int]) -> None:
    with av.open(io.BytesIO(video.mp4(frames(*size)))) as moving:
        stream = moving.streams.video[0]
        assert (stream.height, stream.width) == shown


def test_the_index_comes_before_the_pictures_so_that_it_plays_while_it_loads() -> None:
    made = video.mp4(frames(64, 64))
    assert made.index(b"moov") < made.index(b"mdat")


def test_without_the_encoder_it_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(video.CannotEncode):
        film.encoded(frames(64, 64), "mp4")
    assert film.encoded(frames(64, 64), "gif").startswith(b"GIF8")
