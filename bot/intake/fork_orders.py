"""What the bot and a fork server say to each other, one order and its answer after the other, each of a fixed size."""

from __future__ import annotations

import struct
from typing import Final

ORDER: Final = struct.Struct("=i")  #: the number of the child to kill, answered with ENDED; or
FORK: Final = 0  #: with a child's socket, answered with BEGUN
BEGUN: Final = struct.Struct("=i")  #: the child's number
ENDED: Final = struct.Struct("=iq")  #: wait status, and the most memory that the child took, in bytes
