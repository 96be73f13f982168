"""What is told of calls to Telegram."""

from __future__ import annotations

import pytest
from telegram.error import NetworkError

from bot.transport.counted import CountedRequest, method_of
from tests.support.fake_telegram import TOKEN
from tests.support.ports import free_port


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (f"/bot{TOKEN}/sendMessage", "sendMessage"),
        (f"/a/root/bot{TOKEN}/getUpdates", "getUpdates"),
        (f"/file/bot{TOKEN}/photos/file_1.jpg", "download"),
        (f"/file/bot{TOKEN}/file", "file"),  # a name, and not the token
        (f"/bot{TOKEN}", "download"),
        ("", "download"),
    ],
)
def test_the_method_is_told_and_never_the_address(path: str, method: str) -> None:
    assert method_of(f"https://api.example.org{path}") == method


async def test_a_call_without_an_answer_is_told_too() -> None:
    calls: list[tuple[str, int | None]] = []
    request = CountedRequest(lambda *call: calls.append(call), httpx_kwargs={"trust_env": False})
    async with request:
        with pytest.raises(NetworkError):
            await request.post(f"http://127.0.0.1:{free_port()}/bot{TOKEN}/getMe")
    assert calls == [("getMe", None)]
