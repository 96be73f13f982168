"""Who the bot is, who it talks to, and what it has not heard yet."""

from __future__ import annotations

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import File, Json, Update, to_json
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.updates import parse_allowed

_MAX_UPDATES = 100


async def get_me(sandbox: Sandbox, parameters: Parameters) -> Json:
    abilities = {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return to_json(sandbox.bot) | abilities  # type: ignore[no-any-return]  # msgspec's to_builtins is untyped


async def get_chat(sandbox: Sandbox, parameters: Parameters) -> Json:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    full = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    return to_json(chat) | full  # type: ignore[no-any-return]  # as above


async def get_updates(sandbox: Sandbox, parameters: Parameters) -> tuple[Update, ...]:
    limit = parameters.integer("limit") or _MAX_UPDATES
    try:
        allowed = parse_allowed(parameters.json("allowed_updates", "list of allowed update types"))
    except msgspec.ValidationError:
        raise bad_request("allowed_updates must be an Array of String") from None
    return await sandbox.updates.get(
        offset=parameters.integer("offset") or 0,
        limit=limit if 1 <= limit <= _MAX_UPDATES else _MAX_UPDATES,
        timeout=parameters.integer("timeout") or 0,
        allowed=allowed,
    )


async def get_webhook_info(sandbox: Sandbox, parameters: Parameters) -> Json:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(sandbox.updates)}


async def delete_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    """There never is a webhook, which is no error; but waiting updates can be dropped this way."""
    if parameters.boolean("drop_pending_updates"):
        sandbox.updates.drop()
    return True


async def get_file(sandbox: Sandbox, parameters: Parameters) -> File:
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return sandbox.files.as_downloadable(sandbox.files.find(file_id))
