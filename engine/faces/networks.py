"""The small networks that come with the package, run by LiteRT on one core. Each is loaded when it is first asked."""

from __future__ import annotations

import threading
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.machine.quiet import silent_standard_error

FOLDER: Final = Path(__file__).parent / "models"

Maps = NDArray[np.float32]


class NetworkFile(StrEnum):
    """The files of the networks; models/README.md says where they come from."""

    FACES = "face_detection_full_range.tflite"
    PERSON = "selfie_segmentation.tflite"
    PERSON_IN_WIDE = "selfie_segmentation_landscape.tflite"


class FaceNetwork:
    """A loaded network. Threads may share it: it answers them one after the other."""

    def __init__(self, file: NetworkFile) -> None:
        from ai_edge_litert.interpreter import Interpreter  # only now: most commands never look for a face

        with silent_standard_error():  # it announces its delegate there
            self._interpreter = Interpreter(str(FOLDER / file), num_threads=1)
            self._interpreter.allocate_tensors()
        [self._input] = self._interpreter.get_input_details()
        self._outputs = self._interpreter.get_output_details()
        _, self.height, self.width, _ = (int(length) for length in self._input["shape"])
        self._lock = threading.Lock()

    def __call__(self, picture: Maps) -> list[Maps]:
        """Its outputs, each without the batch's axis, for a picture (height, width, 3) in the range that it wants."""
        with self._lock:
            self._interpreter.set_tensor(self._input["index"], picture[np.newaxis])
            self._interpreter.invoke()
            return [self._interpreter.get_tensor(output["index"])[0] for output in self._outputs]


def load_all() -> None:
    """Load each network and run it once: a process that gives up its rights can read no files later."""
    for file in NetworkFile:
        one = network(file)
        one(np.zeros((one.height, one.width, 3), np.float32))


@cache
def network(file: NetworkFile) -> FaceNetwork:
    """The network, loaded once in a process. Takes some 10 MB each, and 0.1 s for the first."""
    return FaceNetwork(file)
