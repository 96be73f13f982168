"""Formatted text: Telegram's HTML, and the commands, links and mentions that it finds by itself.

Offsets are in UTF-16 units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import MessageEntity

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>"'/]*)\s*(?:(=)\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?\s*""", re.ASCII)
_FOUND_BY_ITSELF = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?!/)|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32}\b)"
)


@dataclass(frozen=True)
class FormattedText:
    text: str
    entities: tuple[MessageEntity, ...] = ()


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(text: str, parse_mode: str | None) -> FormattedText:
    """The text as it is shown. Raises ApiError where the markup is wrong, worded as Telegram does."""
    mode = (parse_mode or "").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    formatted = _HtmlReader(text).read() if mode == "html" else FormattedText(text)
    return _with_found_entities(_trimmed(formatted))


@dataclass
class _OpenTag:
    name: str
    entity: str
    argument: str
    start: int


@dataclass
class _HtmlReader:
    """One pass over the source; `shown` and `entities` grow, `open_tags` is a stack."""

    source: str
    position: int = 0
    shown: list[str] = field(default_factory=list)
    offset: int = 0
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[MessageEntity] = field(default_factory=list)

    def read(self) -> FormattedText:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                if self.source.startswith("</", self.position):
                    self._end_tag()
                else:
                    self._start_tag()
            elif character == "&":
                self._character_reference()
            else:
                self._show(character)
                self.position += 1
        if self.open_tags:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open_tags[-1].name}"')
        self.entities.sort(key=lambda entity: (entity.offset, -entity.length))
        return FormattedText("".join(self.shown), tuple(self.entities))

    def _show(self, text: str) -> None:
        self.shown.append(text)
        self.offset += utf16_length(text)

    def _character_reference(self) -> None:
        match = _CHARACTER.match(self.source, self.position)
        code = 0
        if match is not None and match[3] is None:
            code = int(match[1]) if match[1] is not None else int(match[2], 16)
        if match is None or (match[3] is None and not 0 < code < 0x110000):
            self._show("&")
            self.position += 1
            return
        self._show(_NAMED_CHARACTERS[match[3]] if match[3] is not None else chr(code))
        self.position = match.end()

    def _start_tag(self) -> None:
        begin = self.position
        name_match = _TAG_NAME.match(self.source, begin + 1)
        assert name_match is not None  # it matches the empty text too
        name = name_match[0].lower()
        position = name_match.end()
        if position == len(self.source):
            raise self._error(f"Unclosed start tag at byte offset {self._bytes_before(begin)}")
        if name not in _TAGS:
            raise self._error(f'Unsupported start tag "{name}" at byte offset {self._bytes_before(begin)}')
        attributes, position = self._attributes(name, begin, position)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            at = self._bytes_before(begin)
            raise self._error(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        entity = "expandable_blockquote" if name == "blockquote" and "expandable" in attributes else _TAGS[name]
        argument = attributes.get("href" if name == "a" else "class", "")
        self.open_tags.append(_OpenTag(name, entity, argument, self.offset))
        self.position = position

    def _attributes(self, name: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            while position < len(self.source) and self.source[position].isspace():
                position += 1
            if position >= len(self.source):
                raise self._error(f"Unclosed start tag at byte offset {self._bytes_before(begin)}")
            if self.source[position] == ">":
                return attributes, position + 1
            match = _ATTRIBUTE.match(self.source, position)
            if match is None or not match[1]:
                at = self._bytes_before(position)
                raise self._error(f'Empty attribute name in the tag "{name}" at byte offset {at}')
            attributes[match[1].lower()] = _decoded(match[3] or match[4] or match[5] or "")
            position = match.end()

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open_tags:
            raise self._error(f"Unexpected end tag at byte offset {self._bytes_before(begin)}")
        name_match = _TAG_NAME.match(self.source, begin + 2)
        assert name_match is not None
        close = name_match.end()
        while close < len(self.source) and self.source[close].isspace():
            close += 1
        if close >= len(self.source) or self.source[close] != ">":
            raise self._error(f"Unclosed end tag at byte offset {self._bytes_before(begin)}")
        tag, found = self.open_tags.pop(), name_match[0].lower()
        if found not in ("", tag.name):
            at = self._bytes_before(begin)
            raise self._error(f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{found}>"')
        self._close(tag)
        self.position = close + 1

    def _close(self, tag: _OpenTag) -> None:
        length = self.offset - tag.start
        url = tag.argument if tag.entity == "text_link" else None
        if length == 0 or (url is not None and not url.startswith(("http://", "https://", "tg://"))):
            return  # as Telegram: an empty entity, or one without a link, is only text
        language = tag.argument.removeprefix("language-") if tag.name == "code" else ""
        if language and self.open_tags and self.open_tags[-1].entity == "pre":
            self.open_tags[-1].argument = language
            return
        language = tag.argument if tag.entity == "pre" else ""
        self.entities.append(
            MessageEntity(type=tag.entity, offset=tag.start, length=length, url=url, language=language or None)
        )

    def _bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _error(self, reason: str) -> Exception:
        return bad_request(f"can't parse entities: {reason}")


def _decoded(attribute: str) -> str:
    for name, character in _NAMED_CHARACTERS.items():
        attribute = attribute.replace(f"&{name};", character)
    return attribute


def _trimmed(formatted: FormattedText) -> FormattedText:
    """Without white space at either end, as Telegram shows it."""
    without_front = formatted.text.lstrip()
    shift = utf16_length(formatted.text) - utf16_length(without_front)
    text = without_front.rstrip()
    end = utf16_length(text)
    entities = []
    for entity in formatted.entities:
        first = max(entity.offset - shift, 0)
        last = min(entity.offset + entity.length - shift, end)
        if first < last:
            entities.append(
                MessageEntity(
                    type=entity.type, offset=first, length=last - first, url=entity.url, language=entity.language
                )
            )
    return FormattedText(text, tuple(entities))


def _with_found_entities(formatted: FormattedText) -> FormattedText:
    """With the commands, links and mentions that Telegram marks by itself, outside code and links."""
    taken = [
        (entity.offset, entity.offset + entity.length)
        for entity in formatted.entities
        if entity.type in ("code", "pre", "text_link")
    ]
    found = []
    for match in _FOUND_BY_ITSELF.finditer(formatted.text):
        offset, length = utf16_length(formatted.text[: match.start()]), utf16_length(match[0])
        if not any(first < offset + length and offset < last for first, last in taken):
            found.append(MessageEntity(type=match.lastgroup or "", offset=offset, length=length))
    entities = sorted((*formatted.entities, *found), key=lambda entity: (entity.offset, -entity.length))
    return FormattedText(formatted.text, tuple(entities))
