"""The methods of the Bot API that the sandbox has, by their names in lower case. There is no other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.sandbox.methods import (
    callbacks,
    commands,
    deleting,
    editing,
    guests,
    identity,
    inline,
    reactions,
    sending,
    updating,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox

#: Takes the sandbox and a request's parameters, answers what becomes `result`, raises ApiError.
Method = Callable[[Sandbox, Parameters], Awaitable[object]]

METHODS: dict[str, Method] = {
    "getme": identity.get_me,
    "getchat": identity.get_chat,
    "getchatmember": identity.get_chat_member,
    "leavechat": identity.leave_chat,
    "getupdates": updating.get_updates,
    "setwebhook": updating.set_webhook,
    "deletewebhook": updating.delete_webhook,
    "getwebhookinfo": updating.get_webhook_info,
    "getfile": identity.get_file,
    "setmycommands": commands.set_my_commands,
    "getmycommands": commands.get_my_commands,
    "deletemycommands": commands.delete_my_commands,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendanimation": sending.send_animation,
    "sendlivephoto": sending.send_live_photo,
    "sendsticker": sending.send_sticker,
    "sendmediagroup": sending.send_media_group,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": deleting.delete_message,
    "deletemessages": deleting.delete_messages,
    "setmessagereaction": reactions.set_message_reaction,
    "answerinlinequery": inline.answer_inline_query,
    "answerguestquery": guests.answer_guest_query,
    "answercallbackquery": callbacks.answer_callback_query,
}
