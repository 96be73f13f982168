"""The child's limits, with less to spend than in earnest."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from bot.intake.messages import REPLIES, REQUESTS, Decode, Rebuilt, Refused, Warm
from engine.errors import PictureProblem

PROGRAM = "from bot.intake import decoder_child as child; child.{constant} = {value}; child.main()"


@contextmanager
def child_with(constant: str, value: int) -> Iterator[subprocess.Popen[bytes]]:
    program = PROGRAM.format(constant=constant, value=value)
    child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with child:
        assert child.stdout is not None
        assert REPLIES.read(child.stdout) == Warm()
        try:
            yield child
        finally:
            child.kill()


def ask(child: subprocess.Popen[bytes], data: bytes) -> object:
    assert child.stdin is not None
    assert child.stdout is not None
    REQUESTS.write(child.stdin, Decode(data))
    return REPLIES.read(child.stdout)


def jpeg(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_picture_beyond_the_memory_is_refused_and_the_next_one_is_taken() -> None:
    with child_with("PICTURE_MEMORY", 60 * 2**20) as child:
        refusal = ask(child, jpeg(5000, 4000))
        assert isinstance(refusal, Refused)
        assert refusal.problem is PictureProblem.TOO_LARGE
        assert isinstance(ask(child, jpeg(200, 100)), Rebuilt)


def test_a_picture_beyond_the_cpu_time_costs_the_child_its_life() -> None:
    with child_with("PICTURE_CPU", 1) as child:
        assert ask(child, jpeg(6000, 5000)) is None
        assert child.wait() == -signal.SIGXCPU


def test_the_child_ends_when_its_parent_is_gone() -> None:
    with child_with("PICTURE_CPU", 30) as child:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(timeout=10) == 0
