"""A request to the Bot API: parameters from the query, a form, JSON or multipart, and the uploaded files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError, bad_request

_TRUE = frozenset({"true", "1", "yes", "y", "on", "t"})


@dataclass(frozen=True)
class Upload:
    """A file in a multipart request."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class Parameters:
    """Values by name. They are strings, except in JSON requests, where they may be any JSON value."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None:
            return None
        return value if isinstance(value, str) else msgspec.json.encode(value).decode()

    def integer(self, name: str) -> int | None:
        """The value as an integer, or None. Raises ApiError where it is no integer."""
        value = self.text(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def boolean(self, name: str) -> bool:
        value = self.text(name)
        return value is not None and value.strip().lower() in _TRUE

    def json(self, name: str, what: str) -> Any:
        """A value given as JSON, or None. Raises ApiError, which names `what`, where it is none."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def upload_or_reference(self, name: str, value: str | None = None) -> Upload | str | None:
        """The file of a parameter: uploaded under its name, attached, or the text (a file_id) that stands there.

        `value` is the text of the parameter, where it is not the parameter `name` itself.
        """
        if value is None:
            if name in self.uploads:
                return self.uploads[name]
            value = self.text(name)
        if value is not None and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return value or None


async def read_parameters(request: web.Request) -> Parameters:
    """The parameters and files of a request. Raises ApiError where the body cannot be understood."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if (request.content_length or 0) > request.client_max_size:
        raise ApiError(413, "Request Entity Too Large")
    try:
        if request.content_type == "application/json":
            values |= _json_object(await request.read())
        elif request.content_type == "application/x-www-form-urlencoded":
            values |= dict((await request.post()).items())
        elif request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                assert isinstance(part, BodyPartReader)
                await _read_part(part, request.client_max_size, values, uploads)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    return Parameters(values, uploads)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any]) if body else {}
    except msgspec.DecodeError:
        raise bad_request("can't parse JSON object") from None


async def _read_part(part: BodyPartReader, limit: int, values: dict[str, Any], uploads: dict[str, Upload]) -> None:
    data = bytes(await part.read())
    if sum(len(upload.data) for upload in uploads.values()) + len(data) > limit:
        raise ApiError(413, "Request Entity Too Large")
    name = part.name or ""
    if part.filename is None:
        values[name] = data.decode("utf-8", "replace")
    else:
        uploads[name] = Upload(part.filename, part.headers.get("Content-Type", "application/octet-stream"), data)
