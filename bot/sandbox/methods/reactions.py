"""Reactions of the bot to messages."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox

#: Those that Telegram allows, without variation selectors.
_ALLOWED = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 "
    "🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ "
    "🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡 "
)
_EMOJI = frozenset(_ALLOWED.split())


async def set_message_reaction(sandbox: Sandbox, parameters: Parameters) -> bool:
    """One emoji out of Telegram's, or none; a bot has no more. Administrators of a group may allow none at all."""
    chat = sandbox.find_chat(parameters.text("chat_id"))
    stored = sandbox.find_message(chat.id, parameters.integer("message_id"))
    if stored is None:
        raise bad_request("message to react not found")
    if stored.message.is_service or not sandbox.rooms.room(chat.id).reactions:
        raise bad_request("REACTION_INVALID")
    emoji = [_emoji(reaction) for reaction in parameters.json("reaction", "ReactionType") or []]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    with sandbox.storage.change():
        sandbox.react(stored, emoji[0] if emoji else None)
    return True


def _emoji(reaction: object) -> str:
    if not isinstance(reaction, dict) or reaction.get("type") != "emoji":
        raise bad_request("can't parse ReactionType: the type must be emoji here")
    emoji = str(reaction.get("emoji", "")).replace("\ufe0f", "")
    if emoji not in _EMOJI:
        raise bad_request("REACTION_INVALID")
    return emoji
