"""A sticker to send, drawn here: no picture of somebody else's."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def sticker() -> bytes:
    """A painter's palette, as WebP with a transparent ground."""
    picture = Image.new("RGBA", (512, 512))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((30, 70, 482, 442), fill="#c98f52", outline="white", width=14)
    draw.ellipse((300, 290, 390, 370), fill=(0, 0, 0, 0), outline="white", width=14)
    for x, y, color in ((130, 190, "#d7263d"), (230, 140, "#f4b400"), (340, 160, "#1b998b"), (400, 240, "#2e86de")):
        draw.ellipse((x - 38, y - 38, x + 38, y + 38), fill=color)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=90)
    return buffer.getvalue()
