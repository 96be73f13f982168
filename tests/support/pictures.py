"""Small pictures for tests."""

from __future__ import annotations

import io

from PIL import Image


def moving_gif() -> bytes:
    """Two frames."""
    frames = [Image.new("RGB", (120, 90), color) for color in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=500)
    return buffer.getvalue()


def plain_png(color: str, width: int = 96, height: int = 80) -> bytes:
    """A PNG with a soft gradient in one color, so that no two neighboring pixels need be equal."""
    gradient = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    buffer = io.BytesIO()
    Image.blend(gradient, Image.new("RGB", (width, height), color), 0.5).save(buffer, "PNG")
    return buffer.getvalue()
