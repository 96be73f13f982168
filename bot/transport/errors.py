"""What can go wrong in a call to Telegram, judged in this one place: Telegram itself gives texts, not codes."""

from __future__ import annotations

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.transport.bounds import TooMuch


class CannotServe(Exception):
    """The bot cannot hear its updates, and starting again would not help; the message says what would."""


class OtherBot(CannotServe):
    """Another process hears the updates in this bot's place."""


class CallFailed(Exception):
    """Base: a call to Telegram that did not do what it was for."""


class Unchanged(CallFailed):
    """Nothing to do: the message says so already, or the tap is too old for an answer. As good as success."""


class MessageGone(CallFailed):
    """The message to edit or delete was deleted, or it is too late for that."""


class OtherKind(CallFailed):
    """The words of a picture were to be edited, but the message is a text; or the other way round."""


class ChatClosed(CallFailed):
    """The bot cannot write here any more: blocked, kicked, or the chat is no more."""


class MediaForbidden(CallFailed):
    """The bot may write here, but not send pictures or files."""


class TopicGone(CallFailed):
    """The topic was deleted or closed, so that nothing can be written there; elsewhere in the chat it may be."""


class ChatMoved(CallFailed):
    """The group is a supergroup now, with a number of its own; its messages have stayed behind."""

    def __init__(self, message: str, *, new_chat_id: int) -> None:
        super().__init__(message)
        self.new_chat_id = new_chat_id


class CallRefused(CallFailed):
    """Telegram does not accept this content; the same call again would not help."""


class ButtonsRefused(CallRefused):
    """The buttons below a message: this Bot API server, or this bot's settings, lack a kind or a color of them."""

    @property
    def is_about_kinds(self) -> bool:
        """Whether it is a kind of button that is refused, rather than a color."""
        return _NO_KIND in str(self).lower()


class FileTooBig(CallRefused):
    """A file over the size that bots may download."""


class FileTooSlow(CallRefused):
    """A file that does not come to its end."""


class Misplaced(CallRefused):
    """A file where none should be: the Bot API server may lie, or keep its files on this machine's disk."""


class Unreachable(CallFailed):
    """Network trouble or trouble at Telegram's; `maybe_done` when the call may have taken effect all the same."""

    def __init__(self, message: str, *, maybe_done: bool) -> None:
        super().__init__(message)
        self.maybe_done = maybe_done


class SlowDown(CallFailed):
    """Telegram asks to wait; only calls that are not worth waiting for raise it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds


_UNCHANGED = ("message is not modified", "query is too old", "query id is invalid")
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to delete not found",
    "message can't be deleted",
    "message to react not found",
)
_OTHER_KIND = ("there is no text in the message to edit", "there is no caption in the message to edit")
_NO_MEDIA = (
    *("not enough rights to send photos", "not enough rights to send documents", "not enough rights to send media"),
    *("not enough rights to send animations", "not enough rights to send videos", "not enough rights to send a photo"),
    *("not enough rights to send stickers", "have no rights to send stickers", "chat_send_stickers_forbidden"),
    *("have no rights to send a photo", "have no rights to send photos", "have no rights to send media"),
    *(
        "chat_send_photos_forbidden",
        "chat_send_media_forbidden",
        "chat_send_docs_forbidden",
        "chat_send_gifs_forbidden",
    ),
)
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
_NO_KIND = "button_type_invalid"
_NO_BUTTONS = (_NO_KIND, "can't parse inline keyboard button", "button style")
_CLOSED = (
    "chat not found",
    "have no rights to send",
    "not enough rights to send",
    "peer_id_invalid",
    "chat_write_forbidden",
)


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram wants the bot to be silent; an int or a timedelta, by the library's version."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def judge(error: TelegramError) -> CallFailed:
    """What a failed call means for its caller."""
    message = f"{type(error).__name__}: {error}"
    if isinstance(error, Forbidden):
        return ChatClosed(message)
    if isinstance(error, RetryAfter):
        return SlowDown(seconds_to_wait(error))
    if isinstance(error, BadRequest):
        return _judge_bad_request(error, message)
    if isinstance(error.__cause__, TooMuch):
        return FileTooBig(message)
    if isinstance(error, NetworkError):
        return Unreachable(message, maybe_done=_may_have_arrived(error))
    if isinstance(error, ChatMigrated):
        return ChatMoved("the group has become a supergroup", new_chat_id=error.new_chat_id)
    return CallRefused(message)


def _judge_bad_request(error: BadRequest, message: str) -> CallFailed:
    if _says(error, _UNCHANGED):
        return Unchanged(message)
    if _says(error, _OTHER_KIND):
        return OtherKind(message)
    if _says(error, _GONE):
        return MessageGone(message)
    if _says(error, _NO_MEDIA):
        return MediaForbidden(message)
    if _says(error, _NO_TOPIC):
        return TopicGone(message)
    if _says(error, _CLOSED):
        return ChatClosed(message)
    if _says(error, _NO_BUTTONS):
        return ButtonsRefused(message)
    if _says(error, ("file is too big",)):
        return FileTooBig(message)
    return CallRefused(message)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return any(phrase in text for phrase in phrases)


def _may_have_arrived(error: NetworkError) -> bool:
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    return isinstance(cause, httpx.HTTPError)  # without one, the server itself answered that it failed
