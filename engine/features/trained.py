"""VGG's filters as they were trained on ImageNet, from the files on this machine: see engine.features.places.

They are Simonyan & Zisserman's (Visual Geometry Group, Oxford, 2015), under CC BY 4.0.
"""

from __future__ import annotations

import functools
import logging
from pathlib import Path
from typing import NamedTuple

import tensorflow as tf

from engine.errors import WeightsUnavailable
from engine.features import places, vgg16, weight_files
from engine.networks import Network
from engine.settings import FeatureSource, Precision

log = logging.getLogger(__name__)


class Trained(NamedTuple):
    """A network's filters, and whether they are ImageNet's or the operator's own."""

    filters: vgg16.Filters
    source: FeatureSource  #: IMAGENET, or FOREIGN


def find(network: Network, precision: Precision) -> Trained | None:
    """The network's filters, from the first file that holds them; None where there is none.

    A file in a cache that holds something else is passed over, with a warning in the log. Raises WeightsUnavailable
    when the operator names a file that is missing or holds no weights of the network.
    """
    named = places.named_by_operator(network)
    for path in places.candidates(network):
        try:
            return load(path, precision, network, may_be_foreign=path == named)
        except WeightsUnavailable as error:
            if path == named:
                raise
            log.warning("%s; to mend it: %s", error, places.command(network))
    return None


def load(path: Path, precision: Precision, network: Network = Network.VGG16, *, may_be_foreign: bool = True) -> Trained:
    """The network's filters from a file; the latest stay in memory, since every run needs them.

    Raises WeightsUnavailable: see `weight_files.read_checked`.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise WeightsUnavailable(f"{path} cannot be read: {error.strerror}") from error
    return _load(path, status.st_mtime_ns, status.st_size, precision, network, may_be_foreign)


@functools.lru_cache(maxsize=1)  # up to 120 MB
def _load(
    path: Path, _changed: int, _size: int, precision: Precision, network: Network, may_be_foreign: bool
) -> Trained:
    numbers, _, foreign = weight_files.read_checked(path, network, may_be_foreign=may_be_foreign)
    dtype = vgg16.DTYPES[precision]
    by_layer: dict[str, vgg16.Filter] = {}
    for layer, (kernel, bias) in weight_files.split(numbers, network):
        if not by_layer:
            kernel = kernel[:, :, ::-1]  # the file's first convolution expects blue, green, red
        by_layer[layer] = vgg16.Filter.of(tf.cast(kernel, dtype), tf.cast(bias, dtype))
    # Every convolution mirrors: where zeros are beyond the border, trained filters draw a dotted line along it.
    filters = vgg16.Filters(by_layer, mirrored=len(by_layer))
    return Trained(filters, FeatureSource.FOREIGN if foreign else FeatureSource.IMAGENET)
