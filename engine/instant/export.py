"""`python -m engine.instant.export`: what training has learned, as the file that paints."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from rich.console import Console

from engine.instant import learning, photographs, state, weights


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m engine.instant.export", description=__doc__.split(": ")[1])
    parser.add_argument("--state", type=Path, required=True, metavar="FILE", help="as training has saved it")
    parser.add_argument("--styles", type=Path, required=True, metavar="FOLDER", help="the styles' pictures, by name")
    text = "a style to put in; several times for several"
    parser.add_argument("--style", action="append", required=True, metavar="NAME", help=text)
    parser.add_argument("-o", "--output", type=Path, default=weights.FILE, help="(default: the shipped file)")
    options = parser.parse_args()
    kernels, styles = learning.painter_of(state.load(options.state))
    pictures = photographs.read(options.styles)
    tiles = {name: weights.tile_of(pictures[name]) for name in options.style}
    data = weights.packed(weights.Weights(kernels, {name: styles[name] for name in options.style}, tiles))
    options.output.parent.mkdir(exist_ok=True)
    state.write_whole(options.output, data)
    Console().print(f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}", soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
