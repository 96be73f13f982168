"""The bot's commands, by scope and language."""

from __future__ import annotations

import re

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import BotCommand, User
from bot.sandbox.parameters import Parameters
from bot.sandbox.rooms import Room
from bot.sandbox.state import Sandbox

_MAX_COMMANDS = 100
_MAX_DESCRIPTION = 256
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_SCOPES_OF_CHATS = frozenset({"chat", "chat_administrators", "chat_member"})


async def set_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    scope, language = _scope_and_language(sandbox, parameters)
    try:
        commands = msgspec.convert(parameters.json("commands", "list of bot commands"), list[BotCommand])
    except msgspec.ValidationError as error:
        raise bad_request(f"can't parse list of bot commands: {error}") from None
    if len(commands) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _NAME.fullmatch(command.command.removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= _MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    with sandbox.storage.change():
        sandbox.set_commands(scope, language, tuple(commands))
    return True


async def get_my_commands(sandbox: Sandbox, parameters: Parameters) -> tuple[BotCommand, ...]:
    return sandbox.commands(*_scope_and_language(sandbox, parameters))


async def delete_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    with sandbox.storage.change():
        sandbox.set_commands(*_scope_and_language(sandbox, parameters), ())
    return True


def commands_shown(sandbox: Sandbox, room: Room, user: User) -> tuple[BotCommand, ...]:
    """What the person's client offers in a chat: the narrowest scope wins, then the user's language."""
    language = (user.language_code or "").partition("-")[0]
    for scope in _scopes_of(room, user):
        for tried in (language, ""):
            if commands := sandbox.commands(scope, tried):
                return commands
    return ()


def _scopes_of(room: Room, user: User) -> tuple[str, ...]:
    """Narrowest first. Nobody but the bot is ever an administrator here."""
    if room.is_private:
        return f"chat/{room.chat.id}", "all_private_chats", "default"
    return f"chat_member/{room.chat.id}/{user.id}", f"chat/{room.chat.id}", "all_group_chats", "default"


def _scope_and_language(sandbox: Sandbox, parameters: Parameters) -> tuple[str, str]:
    scope = parameters.json("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _SCOPES_OF_CHATS:
        name = f"{kind}/{sandbox.find_chat(str(scope.get('chat_id', ''))).id}"
        if kind == "chat_member":
            name += f"/{scope.get('user_id', '')}"
    elif kind in _SCOPES:
        name = str(kind)
    else:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    language = parameters.text("language_code") or ""
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language_code specified")
    return name, language
