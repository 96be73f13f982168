"""Who the bot is, and whom it talks to."""

from __future__ import annotations

from bot.sandbox.errors import ApiError, UserError, bad_request
from bot.sandbox.objects import ChatMember, File, Json, to_json
from bot.sandbox.parameters import Parameters
from bot.sandbox.rooms import BotStatus, bot_membership
from bot.sandbox.state import Sandbox


async def get_me(sandbox: Sandbox, parameters: Parameters) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not sandbox.privacy_mode,
        "supports_inline_queries": sandbox.abilities.now.inline,
        "supports_guest_queries": sandbox.abilities.now.guests,
        "has_topics_enabled": sandbox.abilities.now.topics,
        "allows_users_to_create_topics": sandbox.abilities.now.topics,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**to_json(sandbox.bot), **abilities}


async def get_chat(sandbox: Sandbox, parameters: Parameters) -> Json:
    chat = sandbox.rooms.find(parameters.text("chat_id")).chat
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
    return {**to_json(chat), **full}


async def get_chat_member(sandbox: Sandbox, parameters: Parameters) -> ChatMember:
    room = sandbox.rooms.find(parameters.text("chat_id"))
    sandbox.find_chat(str(room.chat.id))
    user_id = parameters.integer("user_id")
    if user_id == sandbox.bot.id:
        return bot_membership(sandbox.bot, room.bot_status)
    try:
        user = sandbox.rooms.person(user_id or 0)
    except UserError:
        raise bad_request("invalid user_id specified") from None
    return bot_membership(user, BotStatus.MEMBER if user.id in room.members else BotStatus.LEFT)


async def leave_chat(sandbox: Sandbox, parameters: Parameters) -> bool:
    room = sandbox.rooms.find(parameters.text("chat_id"))
    if room.is_private:
        raise ApiError(400, "Bad Request: chat member status can't be changed in private chats")
    sandbox.find_chat(str(room.chat.id))
    with sandbox.storage.change():
        sandbox.change_bot_status(room, BotStatus.LEFT, sandbox.bot)
    return True


async def get_file(sandbox: Sandbox, parameters: Parameters) -> File:
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return sandbox.files.as_downloadable(sandbox.files.find(file_id))
