"""From a drawing over a photo to the region that was meant; parts by name; changes of a region."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from bot.intake.decoder import PictureDecoder
from bot.intake.regions.arrays import EDGE, Mask, mask_of, png_of
from bot.intake.regions.changes import changed
from bot.intake.regions.drawing import drawn_region
from bot.intake.regions.parts import part_region
from bot.intake.regions.tint import COLORS, tinted
from bot.jobs.region_parts import NoRegion, PhotoPart, RegionChange
from engine.errors import BadPicture
from engine.image.images import normalize
from tests.support.drawings import CUP, EYE, HEAD, HELMET, SAUCER, SHUTTLE, Drawing, drawn, meant, photo_of
from tests.support.portraits import CAMERAMAN, outlined

#: Thick, thin, dotted, recompressed at quality 60, resized to 800 pixels, cropped, not closed, of many colors.
DRAWINGS = (
    Drawing(thing=HEAD, kind="loop"),
    Drawing(thing=CUP, kind="loop", brush=0.004, quality=87),
    Drawing(thing=SAUCER, kind="dots"),
    Drawing(thing=HELMET, kind="scribble", brush=0.03),
    Drawing(thing=SHUTTLE, kind="loop", quality=60),
    Drawing(thing=CUP, kind="scribble", brush=0.02, edge=800),
    Drawing(thing=EYE, kind="loop", brush=0.006, quality=60, edge=800),
    Drawing(thing=SAUCER, kind="open loop", color=(40, 220, 60), quality=75),
    Drawing(thing=HEAD, kind="dashes", brush=0.008, quality=60),
    Drawing(thing=HELMET, kind="loop", brush=0.025, cropped=6),
)
LIKENESS, OF_TEN = 0.8, 9  #: intersection over union, and how many of ten drawings reach it


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def likeness(found: Mask, wanted: Mask) -> float:
    return float((found & wanted).sum() / (found | wanted).sum())


def test_nine_of_ten_drawings_are_understood() -> None:
    found = []
    for drawing in DRAWINGS:
        photo = photo_of(drawing.thing.photo)
        mask = drawn_region(png(photo), normalize(drawn(drawing, photo)).png)
        assert max(mask.shape) == EDGE
        found.append(likeness(mask, meant(drawing, mask.shape[::-1])))
    assert sum(one >= LIKENESS for one in found) >= OF_TEN, found


def test_a_photo_that_was_only_sent_again_has_nothing_drawn_on_it() -> None:
    photo = photo_of("coffee", 640)
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=60)
    with pytest.raises(NoRegion, match="nothing-drawn"):
        drawn_region(png(photo), normalize(file.getvalue()).png)


@pytest.mark.parametrize("other", ["rocket", "astronaut"], ids=["of the same shape", "of another shape"])
def test_another_photo_is_not_a_drawing(other: str) -> None:
    with pytest.raises(NoRegion, match="drawn-elsewhere"):
        drawn_region(png(photo_of("coffee", 640)), png(photo_of(other, 640)))


# Parts


def test_halves_and_thirds_part_the_photo() -> None:
    photo = png(photo_of("coffee", 320))
    for parts in (
        (PhotoPart.LEFT, PhotoPart.RIGHT),
        (PhotoPart.TOP, PhotoPart.BOTTOM),
        (PhotoPart.LEFT_THIRD, PhotoPart.MIDDLE_THIRD, PhotoPart.RIGHT_THIRD),
    ):
        masks = [part_region(photo, part) for part in parts]
        assert (np.sum(masks, axis=0) == 1).all()
        assert np.ptp([mask.mean() for mask in masks]) < 0.01


def test_the_center_and_the_border_do_not_meet() -> None:
    photo = png(photo_of("coffee", 320))
    center, border = part_region(photo, PhotoPart.CENTER), part_region(photo, PhotoPart.BORDER)
    assert not (center & border).any()
    assert center[center.shape[0] // 2, center.shape[1] // 2]
    assert border[0].all()


def test_the_sky_is_above_the_ground_and_a_photo_without_has_none() -> None:
    rng = np.random.default_rng(0)
    scene = np.full((240, 320, 3), (110, 160, 230), np.float64)
    horizon = 110 + np.round(12 * np.sin(np.arange(320) / 40)).astype(int)
    ground = np.arange(240)[:, np.newaxis] >= horizon
    scene[ground] = (70, 90, 40)
    scene[ground] += rng.normal(0, 25, (int(ground.sum()), 1))
    photo = png(Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8)))
    sky = part_region(photo, PhotoPart.SKY)
    wanted = mask_of(png_of(~ground), sky.shape[::-1])
    assert likeness(sky, wanted) > 0.95
    assert (part_region(photo, PhotoPart.GROUND) == ~sky).all()
    with pytest.raises(NoRegion, match="region-no-sky"):
        part_region(png(Image.new("RGB", (320, 240), "grey")), PhotoPart.SKY)


def test_people_are_told_from_the_background_and_a_photo_without_has_none() -> None:
    photo = png(photo_of("camera", 800))
    person = part_region(photo, PhotoPart.PERSON)
    assert max(person.shape) == EDGE
    wanted = mask_of(png_of(np.asarray(outlined(CAMERAMAN, *person.shape[::-1])) > 127))
    assert likeness(person, wanted) > 0.9
    assert (part_region(photo, PhotoPart.BACKGROUND) == ~person).all()
    for part in (PhotoPart.PERSON, PhotoPart.BACKGROUND):
        with pytest.raises(NoRegion, match="region-no-person"):
            part_region(png(photo_of("coffee", 320)), part)


# Changes


def disc(radius: int) -> Mask:
    y, x = np.mgrid[-100:100, -100:100]
    return np.hypot(x, y) < radius


def test_to_grow_and_to_shrink_move_the_outline_and_to_invert_turns_it_about() -> None:
    grown, shrunk = changed(disc(40), RegionChange.GROW), changed(disc(40), RegionChange.SHRINK)
    assert likeness(grown, disc(44)) > 0.97
    assert likeness(shrunk, disc(36)) > 0.97
    assert (changed(disc(40), RegionChange.INVERT) == ~disc(40)).all()


@pytest.mark.parametrize(
    ("region", "change", "code"),
    [
        (disc(4), RegionChange.SHRINK, "region-too-small"),
        (~disc(3), RegionChange.GROW, "region-everything"),
        (~disc(2), RegionChange.INVERT, "region-too-small"),
    ],
    ids=["shrunk away", "grown over all", "inverted to nothing"],
)
def test_a_region_is_neither_nothing_nor_everything(region: Mask, change: RegionChange, code: str) -> None:
    with pytest.raises(NoRegion, match=code):
        changed(region, change)


def test_a_half_that_shrinks_does_so_only_where_it_ends() -> None:
    half = np.zeros((200, 200), np.bool_)
    half[:, :100] = True
    assert changed(half, RegionChange.SHRINK)[:, 0].all()


def test_each_region_is_shown_in_a_color_of_its_own() -> None:
    photo = png(Image.new("RGB", (2000, 1000), "black"))
    masks = [png_of(part_region(photo, part)) for part in (PhotoPart.LEFT_THIRD, PhotoPart.RIGHT_THIRD)]
    with Image.open(io.BytesIO(tinted(photo, masks))) as shown:
        assert shown.size == (1280, 640)
        left, middle, right = np.asarray(shown.convert("RGB"))[320, [100, 640, 1180]]
    assert max(middle) < 10
    for seen, color in ((left, COLORS[0]), (right, COLORS[1])):
        assert np.allclose(seen, 0.45 * np.asarray(color), atol=12)


# In the decoder's process


async def test_the_confined_child_does_all_of_it() -> None:
    decoder = PictureDecoder()
    try:
        photo = photo_of("coffee", 640)
        content = (await decoder.normalize(png(photo))).png
        drawing = Drawing(thing=CUP, kind="loop")
        mask = await decoder.drawn_region(content, (await decoder.normalize(drawn(drawing, photo))).png)
        assert likeness(mask_of(mask), meant(drawing, mask_of(mask).shape[::-1])) > LIKENESS
        smaller = await decoder.changed_region(mask, RegionChange.SHRINK)
        assert mask_of(smaller).sum() < mask_of(mask).sum()
        half = await decoder.part_region(content, PhotoPart.LEFT)
        with Image.open(io.BytesIO(await decoder.tinted(content, [half, smaller]))) as shown:
            assert shown.size == photo.size
        assert not (await decoder.normalize(png(photo), look_for_people=True)).has_people
        made = await decoder.normalize(png(photo_of("camera", 1280)), look_for_people=True)
        assert made.has_people
        portrait = made.png
        person = mask_of(await decoder.part_region(portrait, PhotoPart.PERSON))
        assert likeness(person, np.asarray(outlined(CAMERAMAN, *person.shape[::-1])) > 127) > 0.9
        with Image.open(io.BytesIO(await decoder.sticker(portrait, portrait))) as sticker:
            alpha = np.asarray(sticker.convert("RGBA"))[..., 3]
        assert max(alpha.shape) == 512
        assert 0.2 < (alpha > 127).mean() < 0.8
        with pytest.raises(NoRegion):
            await decoder.sticker(content, content)
        with pytest.raises(NoRegion) as caught:
            await decoder.drawn_region(content, content)
        assert caught.value.code == "nothing-drawn"
        with pytest.raises(BadPicture):
            await decoder.tinted(b"no picture", [half])
    finally:
        await decoder.aclose()


@pytest.mark.parametrize("part", [PhotoPart.SKY, PhotoPart.GROUND])
def test_on_a_photo_of_the_gallery_the_sky_is_most_of_what_is_above(part: PhotoPart) -> None:
    sky_or_ground: Callable[[Mask], Mask] = (lambda mask: mask) if part is PhotoPart.SKY else (lambda mask: ~mask)
    sky = sky_or_ground(part_region(png(photo_of("rocket", 640)), part))
    assert sky[:60].mean() > 0.7
    assert sky[-15:].mean() < 0.2
