"""What an instant painting keeps of its photo: where it is light and dark, and which parts have one color.

The statistics of a style say nothing of where its colors belong. A small network that is judged by them, and by
features, lays the style's colors down in patches, across faces too. These two losses leave the strokes free, and the
choice of the colors, but not where they go. Both look at pictures (1, height, width, 3), RGB from 0 to 1, whose sides
are at least 32 pixels, and are 0 where the painting keeps all and about 1 where it keeps nothing.
"""

from __future__ import annotations

import tensorflow as tf

from engine.image.colors import LUMINANCE

TONE_CELLS = (4, 8, 16)  #: pixels of the sides of the squares whose mean lightness is compared
COLOR_CELLS = (8, 16)  #: pixels: a stroke or a tile within such a square may have any color
AROUND = 5  #: squares, across, that a square's lightness is compared with
FAINT = 1e-4  #: mean square of lightness that counts as flat
FAINT_COLOR = 1e-3  #: the same, of colors
RIDGE = 0.01  #: of the regression: a photo with one color has nothing to explain with


def tone_loss(painted: tf.Tensor, photo: tf.Tensor) -> tf.Tensor:
    """1 − r, a mean over sizes: r is the correlation of what is lighter or darker than its surroundings.

    As the Laplacian loss of Li et al. 2017, "Laplacian-steered neural style transfer", compares pooled pictures, but
    whatever contrast the style has.
    """
    bands = zip(_bands(painted), _bands(photo), strict=True)
    return tf.add_n([1 - _correlation(mine, other) for mine, other in bands]) / (len(TONE_CELLS) + 1)


def color_loss(painted: tf.Tensor, photo: tf.Tensor) -> tf.Tensor:
    """The share of the painting's colors, square by square, that no quadratic function of the photo's explains.

    1 − R² of a linear regression on the photo's channels, their squares and their products, a mean over sizes.
    """
    return tf.add_n([_unexplained(painted, photo, cell) for cell in COLOR_CELLS]) / len(COLOR_CELLS)


def _bands(picture: tf.Tensor) -> list[tf.Tensor]:
    """By size: how much lighter each square is than those around it; and at last, than the whole picture."""
    lightness = tf.tensordot(picture, tf.constant(LUMINANCE, picture.dtype), 1)[..., tf.newaxis]
    bands = []
    for cell in TONE_CELLS:
        squares = _means(lightness, cell)
        bands.append(squares - _means_around(squares))
    return [*bands, squares - tf.reduce_mean(squares)]


def _correlation(mine: tf.Tensor, other: tf.Tensor) -> tf.Tensor:
    sizes = tf.sqrt(tf.reduce_mean(tf.square(mine)) * tf.reduce_mean(tf.square(other)) + FAINT**2)
    return tf.reduce_mean(mine * other) / sizes


def _unexplained(painted: tf.Tensor, photo: tf.Tensor, cell: int) -> tf.Tensor:
    wanted = _centered(tf.reshape(_means(painted, cell), (-1, 3)))
    channels = _centered(tf.reshape(_means(photo, cell), (-1, 3)))
    red, green, blue = tf.unstack(channels, axis=1)
    products = tf.stack([red * red, green * green, blue * blue, red * green, red * blue, green * blue], 1)
    known = _centered(tf.concat([channels, products], 1))
    known /= tf.sqrt(tf.reduce_mean(tf.square(known), 0)) + FAINT_COLOR
    count = tf.cast(tf.shape(known)[0], known.dtype)
    inner = tf.matmul(known, known, transpose_a=True) / count + RIDGE * tf.eye(known.shape[1])
    factors = tf.linalg.solve(inner, tf.matmul(known, wanted, transpose_a=True) / count)
    rest = tf.reduce_mean(tf.square(wanted - tf.matmul(known, factors)))
    return rest / (tf.reduce_mean(tf.square(wanted)) + FAINT_COLOR)


def _centered(rows: tf.Tensor) -> tf.Tensor:
    return rows - tf.reduce_mean(rows, 0)


def _means(picture: tf.Tensor, cell: int) -> tf.Tensor:
    """The mean of each square of so many pixels; what is left over at the right and below does not count."""
    return tf.nn.avg_pool2d(picture, cell, cell, "VALID")


def _means_around(squares: tf.Tensor) -> tf.Tensor:
    margin = AROUND // 2
    padded = tf.pad(squares, [[0, 0], [margin, margin], [margin, margin], [0, 0]], "SYMMETRIC")
    return tf.nn.avg_pool2d(padded, AROUND, 1, "VALID")
