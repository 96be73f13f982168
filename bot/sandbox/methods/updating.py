"""How the bot gets its updates: by long polling, or by a webhook."""

from __future__ import annotations

import msgspec

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.objects import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.updates import parse_allowed
from bot.sandbox.webhooks import checked_settings

_MAX_UPDATES = 100
_WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(sandbox: Sandbox, parameters: Parameters) -> tuple[Json, ...]:
    if sandbox.webhook.is_set:
        raise ApiError(409, _WEBHOOK_IS_SET)
    limit = parameters.integer("limit") or _MAX_UPDATES
    return await sandbox.updates.get(
        offset=parameters.integer("offset") or 0,
        limit=limit if 1 <= limit <= _MAX_UPDATES else _MAX_UPDATES,
        timeout=parameters.integer("timeout") or 0,
        allowed=_allowed(parameters),
    )


async def set_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    """An empty address deletes it."""
    url = parameters.text("url")
    if not url:
        return await delete_webhook(sandbox, parameters)
    settings = checked_settings(url, parameters.text("secret_token"), parameters.integer("max_connections"))
    allowed = _allowed(parameters)
    if parameters.boolean("drop_pending_updates"):
        sandbox.updates.drop()
    with sandbox.storage.change():
        sandbox.updates.allow(allowed)
        sandbox.webhook.set(settings)
    return True


async def delete_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Deleting what is not there is no error."""
    if parameters.boolean("drop_pending_updates"):
        sandbox.updates.drop()
    with sandbox.storage.change():
        sandbox.webhook.set(None)
    return True


async def get_webhook_info(sandbox: Sandbox, parameters: Parameters) -> Json:
    return sandbox.webhook.describe()


def _allowed(parameters: Parameters) -> frozenset[str] | None:
    try:
        return parse_allowed(parameters.json("allowed_updates", "list of allowed update types"))
    except msgspec.ValidationError:
        raise bad_request("allowed_updates must be an Array of String") from None
