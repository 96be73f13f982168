"""Requests to the sandbox beside the chats: who is there, the bot's calls, trouble on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Protocol, Self

import aiohttp

from tests.support.eventually import LONG


class HasUrl(Protocol):
    @property
    def url(self) -> str: ...


class SandboxClient:
    """A browser at the sandbox, as somebody in some chat: the first person in their private chat, if not told else."""

    def __init__(self, server: HasUrl, language: str | None = None, seat: dict[str, int] | None = None) -> None:
        """`language`: that of the browser, as in Accept-Language.

        `seat`: as, chat and thread, see bot.sandbox.page_api.
        """
        self._server = server
        self._language = language
        self._seat = seat or {}
        self._session: aiohttp.ClientSession | None = None

    def at(self, **seat: int) -> Self:
        """The same browser elsewhere: as somebody else (`as_`), in another `chat`, in a topic (`thread`)."""
        other = type(self)(self._server, self._language, self._seat | {name.rstrip("_"): n for name, n in seat.items()})
        other._session = self._session
        return other

    async def __aenter__(self) -> Self:
        headers = {} if self._language is None else {"Accept-Language": self._language}
        everybody = aiohttp.TCPConnector(limit=0)  # hundreds of people may wait at once
        self._session = aiohttp.ClientSession(headers=headers, connector=everybody)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    # Who is there: ids of people, chats and topics

    async def add_person(self, name: str, language: str | None = None) -> int:
        return int(
            (await self._request("POST", "/sandbox/people", json={"name": name, "language": language}))["user_id"]
        )

    async def add_group(
        self, title: str, members: Sequence[int], *, kind: str = "supergroup", forum: bool = False
    ) -> int:
        body = {"title": title, "members": list(members), "kind": kind, "forum": forum}
        return int((await self._request("POST", "/sandbox/groups", json=body))["chat_id"])

    async def add_member(self, user_id: int) -> None:
        await self._request("POST", "/sandbox/members", json={"user_id": user_id})

    async def add_topic(self, name: str) -> int:
        return int((await self._request("POST", "/sandbox/topics", json={"name": name}))["thread_id"])

    async def set_bot_status(self, status: str) -> None:
        """In private kicked (blocked) or member (unblocked); in a group also left or administrator."""
        await self._request("POST", "/sandbox/bot-status", json={"status": status})

    async def migrate(self) -> int:
        """Make the group a supergroup; the new chat's id."""
        return int((await self._request("POST", "/sandbox/migration"))["chat_id"])

    async def set_privacy_mode(self, on: bool) -> None:
        await self._request("POST", "/sandbox/privacy-mode", json={"on": on})

    async def allow_reactions(self, on: bool) -> None:
        """Allow reactions, or not, in the group where this person is."""
        await self._request("POST", "/sandbox/reactions", json={"on": on})

    async def delete_topic(self, thread_id: int) -> None:
        await self._request("DELETE", f"/sandbox/topics/{thread_id}")

    async def set_abilities(
        self, *, inline: bool = True, guests: bool = True, topics: bool = False, colors: bool = True
    ) -> None:
        """Whether the bot has inline mode, guest mode and topics in private, and the server knows colors of buttons."""
        body = {"inline": inline, "guests": guests, "topics": topics, "colors": colors}
        await self._request("POST", "/sandbox/abilities", json=body)

    # The test's side of the stage

    async def calls(self, method: str | None = None, *, since: int = 0) -> list[dict[str, Any]]:
        """The bot's requests: number, method (lower case), parameters, uploads, at, status, answer."""
        calls: list[dict[str, Any]] = await self._request("GET", "/sandbox/calls", params={"since": since})
        return [call for call in calls if method is None or call["method"] == method.lower()]

    async def wait_for_call(self, method: str, *, since: int = 0, timeout: float = LONG) -> dict[str, Any]:
        """The bot's first request of that method with a number beyond `since`, once it came."""
        async with asyncio.timeout(timeout):
            while True:
                if calls := await self.calls(method, since=since):
                    return calls[0]
                await asyncio.sleep(0.02)

    async def set_fault(self, kind: str, **details: Any) -> None:
        """kind: flood, blocked, error, cut, silence, delay or migration; details: see bot.sandbox.faults.Fault."""
        await self._request("POST", "/sandbox/faults", json={"kind": kind, **details})

    async def waiting_faults(self) -> list[dict[str, Any]]:
        return list(await self._request("GET", "/sandbox/faults"))

    async def clear_faults(self) -> None:
        await self._request("DELETE", "/sandbox/faults")

    async def watch_rates(self, *, enforced: bool = False, **buckets: dict[str, float]) -> None:
        """Count anew how fast the bot speaks; buckets: private, group and overall, with `size` and `seconds`."""
        await self._request("POST", "/sandbox/rates", json={"enforced": enforced, "buckets": buckets})

    async def rates(self) -> dict[str, Any]:
        """enforced, counted, and excesses: the number of calls beyond each limit."""
        return dict(await self._request("GET", "/sandbox/rates"))

    async def _request(self, method: str, path: str, **options: Any) -> Any:
        assert self._session is not None, "use it as a context manager"
        options["params"] = self._seat | options.get("params", {})
        async with self._session.request(method, self._server.url + path, **options) as response:
            body = await response.text()
            assert response.status == 200, f"{method} {path}: {response.status} {body}"
            return json.loads(body)
