"""Plain requests to the sandbox's Bot API, and a clock to turn."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Answer:
    """What the Bot API said."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def reason(self) -> str:
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


@dataclass
class Api:
    """Plain requests to the Bot API, as a bot without any library sends them."""

    url: str
    token: str
    chat_id: int
    session: aiohttp.ClientSession = field(repr=False)

    async def __call__(self, method: str, **parameters: Any) -> Answer:
        """A multipart request, with a bytes value as an upload, or (name, bytes); None values are left out."""
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("_", "")  # a form must have something
        for name, value in parameters.items():
            if isinstance(value, bytes):
                form.add_field(name, io.BytesIO(value), filename=f"{name}.bin", content_type="application/octet-stream")
            elif isinstance(value, tuple):
                form.add_field(name, io.BytesIO(value[1]), filename=value[0], content_type="application/octet-stream")
            elif value is not None:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", data=form) as response:
            return Answer(response.status, await response.json())

    async def say(self, text: str = "hello", **more: Any) -> int:
        """A message from the bot; its id."""
        return int((await self("sendMessage", chat_id=self.chat_id, text=text, **more)).result["message_id"])


@dataclass(frozen=True)
class Running:
    """A server that runs. `token` is the bot's."""

    url: str
    token: str
