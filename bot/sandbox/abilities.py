"""What the bot is able to do at this server: what BotFather switches, and how new the Bot API server is."""

from __future__ import annotations

import msgspec

from bot.sandbox.storage import Storage


class Abilities(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`inline`, `guests`, `topics`: BotFather has switched inline mode, guest mode, and topics in private chats on.
    `colors`: the server knows the colors of buttons.
    """

    inline: bool = True
    guests: bool = True
    topics: bool = False
    colors: bool = True


class BotAbilities:
    """The abilities as they are now, kept over a restart."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.now = storage.load("abilities", Abilities).get("", Abilities())

    def become(self, abilities: Abilities) -> None:
        """Set the abilities. Must be called within a change of the storage."""
        self._storage.put("abilities", "", abilities)
        self.now = abilities
