"""Pictures as a film in H.264, which chats play by themselves: sharper than a GIF, and a fraction of its bytes.

The codec comes with `av`, whose license is in docs/licenses.md. It is loaded when the first film is made, so that the
rest works where it is missing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from PIL import Image

from engine.image.displays import FRAME_MILLISECONDS, LAST_FRAME_MILLISECONDS

LONGEST_EDGE: Final = 720  #: pixels: what phones show, and a slow machine encodes in two seconds
_MILLISECONDS: Final = Fraction(1, 1000)
_HOLD: Final = LAST_FRAME_MILLISECONDS // FRAME_MILLISECONDS  # the last frame once more: some players skip its duration
_BT709: Final = 1
#: One thread, since a film is made beside paintings; the index at the front, so that it plays while it loads.
_ENCODER: Final = {"preset": "veryfast", "crf": "20", "threads": "1"}
_CONTAINER: Final = {"moov_size": "8192"}


class CannotEncode(Exception):
    """There is no encoder of H.264 on this machine."""


def mp4(frames: Sequence[bytes]) -> bytes:
    """The pictures (encoded, all of one size) as an MP4 without sound that holds its last one for a while.

    An odd width or height loses its last column or row, because H.264 has one color for each four pixels.

    Raises CannotEncode where the encoder is not installed.
    """
    try:
        import av
    except ImportError as error:
        raise CannotEncode("H.264 needs the package av") from error
    pictures = [Image.open(io.BytesIO(frame)).convert("RGB") for frame in frames]
    width, height = (edge - edge % 2 for edge in pictures[0].size)
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options=_CONTAINER) as film:
        stream = film.add_stream("libx264", rate=Fraction(1000, FRAME_MILLISECONDS), options=_ENCODER)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = _MILLISECONDS
        stream.codec_context.colorspace = stream.codec_context.color_primaries = stream.codec_context.color_trc = _BT709
        for number, picture in enumerate([*pictures, *[pictures[-1]] * _HOLD]):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture.crop((0, 0, width, height))), format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=_BT709)
            frame.pts, frame.time_base = number * FRAME_MILLISECONDS, _MILLISECONDS
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return file.getvalue()
