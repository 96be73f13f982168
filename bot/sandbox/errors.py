"""Errors as Telegram reports them."""

from __future__ import annotations

from bot.sandbox.objects import Json


class ApiError(Exception):
    """Becomes `{"ok": false, "error_code": …, "description": …}`; `description` as Telegram words it."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


class UserError(Exception):
    """What the person in the chat, or the page, asked for cannot be done; the message says why."""
