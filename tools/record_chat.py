"""`python -m tools.record_chat` films the sandbox: two pictures are sent, and the painting comes. Needs Chromium.

Everything is real: the bot, its engine with the filters that there are, and the page in a browser. What does not change
from one look to the next is left out, so that the film takes seconds and the painting may take minutes.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Error, Page, async_playwright, expect

from bot.styles.names import picture_of

ROOT: Final = Path(__file__).parents[1]
FILM: Final = ROOT / "docs/images/chat.gif"
PHOTO: Final = ROOT / "docs/gallery/photos/chelsea.jpg"
STYLE: Final = picture_of("mosaic")
CAPTION: Final = "size=256 iterations=100"
PORT: Final = 8399
CHROMIUM: Final = "/usr/bin/chromium"
WIDTH, HEIGHT = 600, 700  #: pixels of the film
LOOK_EVERY: Final = 0.4  #: seconds
LONGEST: Final = 1200.0  #: seconds until the painting is there
MOST_FRAMES: Final = 30
FIRST, EACH, LAST = 2000, 800, 5000  #: milliseconds that a frame is shown
LOADED: Final = "[...document.querySelectorAll('.message img')].every((image) => image.complete)"


async def main(film: Path) -> None:
    """Write the film, a GIF that begins anew at its end."""
    async with sandbox() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        frames = await filmed(page, url)
        await browser.close()
    save(frames, film)


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """The address of a sandbox of its own, which ends with the block."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
    with tempfile.TemporaryDirectory() as data:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            cwd=ROOT,
            env=environment | {"STYLEGRAM_DATA": data, "STYLEGRAM_SANDBOX_PORT": str(PORT)},
        )
        try:
            yield f"http://127.0.0.1:{PORT}"
        finally:
            process.terminate()
            await process.wait()


async def filmed(page: Page, url: str) -> list[Image.Image]:
    """What the page shows from before two pictures are sent until the painting is there."""
    await opened(page, url)
    await page.locator("#files").set_input_files([PHOTO, STYLE])
    await expect(page.locator("#attached li")).to_have_count(2)
    await page.get_by_label("Message or caption").fill(CAPTION)
    frames = [await look(page)]
    await page.get_by_role("button", name="Send", exact=True).click()
    painting = page.locator(".message:not(.you)").get_by_role("button", name="More…")
    until = time.monotonic() + LONGEST
    while not await painting.count():
        if time.monotonic() > until:
            raise TimeoutError("no painting has come")
        await asyncio.sleep(LOOK_EVERY)
        await keep(frames, page)
    await asyncio.sleep(5 * LOOK_EVERY)  # the page scrolls down
    await keep(frames, page)
    return frames


async def opened(page: Page, url: str) -> None:
    """The page, once the server listens."""
    until = time.monotonic() + LONGEST
    while True:
        try:
            await page.goto(url, wait_until="load")
            break
        except Error:  # nobody listens there yet
            if time.monotonic() > until:
                raise
            await asyncio.sleep(LOOK_EVERY)
    await page.get_by_label("Message or caption").wait_for()


async def keep(frames: list[Image.Image], page: Page) -> None:
    """One frame more, if the page has changed."""
    seen = await look(page)
    if seen.tobytes() != frames[-1].tobytes():
        frames.append(seen)


async def look(page: Page) -> Image.Image:
    await page.wait_for_function(LOADED)
    with Image.open(io.BytesIO(await page.screenshot())) as picture:
        return picture.convert("RGB")


def save(frames: Sequence[Image.Image], film: Path) -> None:
    """Write the film: the first frame, the last, and some of those between, in one palette."""
    between = frames[1:-1]
    steps = max(1, -(-len(between) // MOST_FRAMES))
    shown = [frames[0], *between[::steps], frames[-1]]
    sheet = Image.new("RGB", (WIDTH, 3 * HEIGHT))
    for number, frame in enumerate((shown[0], shown[len(shown) // 2], shown[-1])):
        sheet.paste(frame, (0, number * HEIGHT))
    palette = sheet.quantize(256)
    first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in shown)
    times = [FIRST, *[EACH] * (len(shown) - 2), LAST]
    first.save(film, save_all=True, append_images=rest, duration=times, loop=0, optimize=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else FILM))
