"""What is right in the Bot API, according to aiogram: models written independently of ours and of the bot's library.

aiogram's models let unknown keys pass, so those are looked for here.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable, Iterator
from typing import Any

import aiogram.methods
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, TypeAdapter

_METHODS: dict[str, Any] = {
    name.lower(): thing
    for name, thing in vars(aiogram.methods).items()
    if isinstance(thing, type) and issubclass(thing, aiogram.methods.TelegramMethod)
}


def assert_object_valid(kind: Any, data: object) -> None:
    """`data`, as JSON, is an object of that aiogram type (or `list[Type]`), with no key that the type does not have."""
    unknown = list(_unknown_keys(TypeAdapter(kind).validate_python(data), "$"))
    assert not unknown, f"not in the Bot API: {unknown} of {data}"


def assert_calls_valid(calls: Iterable[dict[str, Any]]) -> None:
    """Requests, as SandboxUser.calls() gives them, are complete and have only known parameters; so are the answers."""
    for call in calls:
        assert_call_valid(call)


def assert_call_valid(call: dict[str, Any]) -> None:
    method = _METHODS[call["method"]]
    given = {name: _decoded(method, name, value) for name, value in call["parameters"].items()}
    referred = _attachments(json.dumps(list(call["parameters"].values())))
    for name, facts in call["uploads"].items():
        if name in method.model_fields:
            given[name] = BufferedInputFile(b"", facts["name"])
        else:
            assert name in referred, f"{call['method']} uploads {name}, but does not use it"
    assert referred <= set(call["uploads"]), f"{call['method']} uses what it does not upload: {referred}"
    unknown = list(_unknown_keys(method.model_validate(given), call["method"]))
    assert not unknown, f"not in the Bot API: {unknown}"
    assert_answer_valid(call["method"], call["answer"])


def assert_answer_valid(method: str, answer: dict[str, Any] | None) -> None:
    """An answer, if there is one and it is not an error, has the form that the method promises."""
    if answer is not None and answer["ok"]:
        assert_object_valid(_METHODS[method].__returning__, answer["result"])


def _decoded(method: Any, name: str, value: Any) -> Any:
    """Forms carry everything as text; what is not meant as text is JSON."""
    field = method.model_fields.get(name)
    if not isinstance(value, str) or field is None or _takes_text(field.annotation):
        return value
    return json.loads(value)


def _takes_text(annotation: Any) -> bool:
    return annotation is str or any(_takes_text(argument) for argument in _members(annotation))


def _members(annotation: Any) -> tuple[Any, ...]:
    is_container = typing.get_origin(annotation) in (list, dict, tuple)
    return () if is_container else typing.get_args(annotation)


def _attachments(text: str) -> set[str]:
    return {part.split('"')[0].rstrip("\\") for part in text.split("attach://")[1:]}


def _unknown_keys(value: object, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from _unknown_keys(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _unknown_keys(item, f"{path}[{index}]")
