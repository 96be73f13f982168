"""The command line's options for the people in a photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli.command import main
from engine.cli.people_options import Only, PeopleOptions, check, parts
from engine.errors import InvalidSettings, NoPeople
from tests.support.portraits import floats, photograph
from tests.support.textures import texture

STYLES = [Path("first.jpg"), Path("second.jpg")]
WAVES, NIGHT = Path("waves.jpg"), Path("night.jpg")


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return floats(photograph("camera"))


def test_only_the_person_protects_the_background_and_the_other_way_round(photo: np.ndarray) -> None:
    person = parts(PeopleOptions(only=Only.PERSON), photo, STYLES, None)
    background = parts(PeopleOptions(only=Only.BACKGROUND), photo, STYLES, None)
    assert person.protect is not None
    assert background.protect is not None
    assert (person.styles, person.masks) == (tuple(STYLES), ())
    np.testing.assert_allclose(person.protect + background.protect, 1, atol=1e-6)
    row, column = int(0.3 * person.people.shape[0]), int(0.4 * person.people.shape[1])
    assert person.protect[row, column] < 0.1  # his head
    assert background.protect[row, column] > 0.9


def test_what_is_protected_stays_protected(photo: np.ndarray) -> None:
    drawn = np.zeros((64, 64), np.float32)
    drawn[:, :32] = 1
    kept = parts(PeopleOptions(only=Only.PERSON), photo, STYLES, drawn).protect
    assert kept is not None
    assert kept[:, : kept.shape[1] // 2 - 8].min() > 0.99
    assert kept.min() < 0.1
    assert parts(PeopleOptions(sticker=Path("a.webp")), photo, STYLES, drawn).protect is drawn


@pytest.mark.parametrize(
    ("options", "styles", "wanted"),
    [
        (PeopleOptions(person_style=WAVES, background_style=NIGHT), [], [(WAVES, True), (NIGHT, False)]),
        (PeopleOptions(person_style=WAVES), STYLES[:1], [(WAVES, True), (STYLES[0], False)]),
        (PeopleOptions(background_style=NIGHT), STYLES[:1], [(NIGHT, False), (STYLES[0], True)]),
        (
            PeopleOptions(background_style=NIGHT),
            STYLES,
            [(NIGHT, False), (STYLES[0], True), (STYLES[1], True)],
        ),
    ],
)
def test_each_part_gets_its_style(
    photo: np.ndarray, options: PeopleOptions, styles: list[Path], wanted: list[tuple[Path, bool]]
) -> None:
    made = parts(options, photo, styles, None)
    assert made.protect is None
    assert made.styles == tuple(style for style, _ in wanted)
    for mask, (_, is_person) in zip(made.masks, wanted, strict=True):
        np.testing.assert_array_equal(mask, made.people if is_person else 1 - made.people)


def test_a_photo_without_anybody_is_refused() -> None:
    with pytest.raises(NoPeople, match="--mask"):
        parts(PeopleOptions(only=Only.PERSON), floats(photograph("coffee")), STYLES, None)


@pytest.mark.parametrize(
    ("options", "styles", "masks"),
    [
        (PeopleOptions(only=Only.PERSON, person_style=WAVES), STYLES[:1], []),
        (PeopleOptions(person_style=WAVES), STYLES[:1], [Path("mask.png")]),
        (PeopleOptions(person_style=WAVES, background_style=NIGHT), STYLES[:1], []),
        (PeopleOptions(person_style=WAVES), [], []),
        (PeopleOptions(background_style=WAVES), [], []),
    ],
)
def test_what_does_not_go_together_is_refused(options: PeopleOptions, styles: list[Path], masks: list[Path]) -> None:
    with pytest.raises(InvalidSettings):
        check(options, styles, masks)


# On the command line

FEW_LAYERS = ["--content-layers", "relu3_1", "--style-layers", "relu1_1,relu2_1"]
SMALL = ["--size", "128", "--iterations", "10", "--features", "self-taught", "--precision", "float32", *FEW_LAYERS]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pictures")
    photograph("camera").save(folder / "portrait.png")
    photograph("coffee", 200).save(folder / "coffee.png")
    for number, name in enumerate(("red", "blue")):
        tint = np.array([1, 0.2, 0.1] if name == "red" else [0.1, 0.2, 1], np.float32)
        Image.fromarray((texture(96, 96, number) * tint * 255).astype(np.uint8)).save(folder / f"{name}.png")
    return {path.stem: str(path) for path in folder.iterdir()}


#: Parts of the painting that are only person, and only background.
COAT, SKY = (slice(50, 90), slice(15, 35)), (slice(5, 15), slice(80, 120))


def painted(output: Path, *arguments: str) -> np.ndarray:
    """(height, width, 3) from 0 to 255."""
    assert main([*arguments, "-o", str(output), "--quiet", *SMALL]) == 0
    with Image.open(output) as picture:
        return np.asarray(picture.convert("RGB"), np.float32)


def redness(part: np.ndarray) -> float:
    red, _, blue = part.mean(axis=(0, 1))
    return float(red - blue)


def test_people_and_background_each_get_their_style_and_the_people_make_a_sticker(
    files: dict[str, str], tmp_path: Path
) -> None:
    sticker = tmp_path / "me.webp"
    people = ["--person-style", files["red"], "--background-style", files["blue"], "--sticker", str(sticker)]
    painting = painted(tmp_path / "out.png", files["portrait"], *people)
    assert painting.shape == (128, 128, 3)
    assert redness(painting[COAT]) > 30
    assert redness(painting[SKY]) < -100
    with Image.open(sticker) as alone:
        assert (alone.format, max(alone.size)) == ("WEBP", 512)
        pixels = np.asarray(alone.convert("RGBA"), np.float32)
    there = pixels[..., 3] > 127
    assert 0.2 < there.mean() < 0.8
    red, _, blue = pixels[there][:, :3].mean(axis=0)
    assert red - blue > 30  # the person alone, not the blue around


def test_a_style_for_the_background_leaves_the_other_one_to_the_people(files: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "out.png"
    painting = painted(output, files["portrait"], files["blue"], "--background-style", files["red"])
    assert redness(painting[COAT]) < -30
    assert redness(painting[SKY]) > 100


def test_only_one_part_is_painted_and_the_other_one_stays_as_in_the_photo(
    files: dict[str, str], tmp_path: Path
) -> None:
    with Image.open(files["portrait"]) as photo:
        before = np.asarray(photo.convert("RGB").resize((128, 128), Image.Resampling.BOX), np.float32)
    for only, changed, kept in ((Only.PERSON, COAT, SKY), (Only.BACKGROUND, SKY, COAT)):
        painting = painted(tmp_path / f"{only}.png", files["portrait"], files["red"], "--only", only)
        change = np.abs(painting - before).mean(axis=2)
        assert change[changed].mean() > 12
        assert change[kept].mean() < 5


@pytest.mark.parametrize(
    ("photo", "arguments", "code", "words"),
    [
        ("coffee", ["red", "--only", "person"], 1, "no_people"),
        ("portrait", ["--person-style", "red"], 2, "background"),
        ("portrait", ["red", "--sticker", "me.png"], 2, "--sticker"),
        ("portrait", ["red", "--only", "person", "--person-style", "blue"], 2, "--only"),
    ],
)
def test_mistakes_are_told_before_the_work(
    files: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    photo: str,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    given = [files.get(word, word) for word in arguments]
    assert main([files[photo], *given, "-o", str(tmp_path / "out.png"), *SMALL]) == code
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
