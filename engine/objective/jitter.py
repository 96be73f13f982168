"""The grid that the network sees a picture on, moved by a few pixels several times a scale.

Each pooling looks at every second position of the one before, always at the same ones. What it sees badly there adds up
to a fine weave. A picture that is moved now and then shows no grid (Mordvintsev et al. 2015, "Inceptionism"; Olah et
al. 2017, "Feature visualization", call it jitter).
"""

from __future__ import annotations

import tensorflow as tf

#: Pixels down and right, in turn: modulo 4, no two are alike along any axis.
OFFSETS = ((0, 0), (1, 2), (-1, 1), (2, -1))
REACH = 2  #: the farthest of them, along an axis
LEAST_TURN = 5  #: iterations for which an offset stays: the photo's targets take up to half of one


def offset_at(iteration: int, iterations: int) -> tuple[int, int]:
    """The offset of an iteration, from 0, of so many at a scale: each has its turn once, if it is worth its cost."""
    turns = min(len(OFFSETS), max(1, iterations // LEAST_TURN))
    return OFFSETS[turns * iteration // iterations]


def moved(pictures: tf.Tensor, offset: tf.Tensor) -> tf.Tensor:
    """What lies `offset` (down, right) pixels farther, of pictures (batch, height, width, channels) that are mirrored
    beyond their borders; at least 4 × 4 pixels.
    """
    around = [[0, 0], [REACH, REACH], [REACH, REACH], [0, 0]]
    begin = tf.concat([[0], offset + REACH, [0]], 0)
    seen = tf.slice(tf.pad(pictures, around, "SYMMETRIC"), begin, tf.shape(pictures))
    return tf.ensure_shape(seen, pictures.shape)


def moved_back(gradient: tf.Tensor, offset: tf.Tensor) -> tf.Tensor:
    """The gradient by pictures, from that by `moved` ones, written out: TensorFlow's own takes longer."""
    before, after = REACH + offset, REACH - offset
    spread = tf.pad(gradient, tf.stack([[0, 0], [before[0], after[0]], [before[1], after[1]], [0, 0]]))
    down = tf.transpose(_folded(spread), (0, 2, 1, 3))
    return tf.ensure_shape(tf.transpose(_folded(down), (0, 2, 1, 3)), gradient.shape)


def _folded(spread: tf.Tensor) -> tf.Tensor:
    """The gradient without the first and last REACH rows, which are added to the rows that they mirror."""
    first, last = (tf.reverse(one, [1]) for one in (spread[:, :REACH], spread[:, -REACH:]))
    inner = spread[:, REACH:-REACH]
    return tf.concat([inner[:, :REACH] + first, inner[:, REACH:-REACH], inner[:, -REACH:] + last], 1)
