"""Where settings come from: the environment and, for what it does not have, a file `.env` in the working directory.

Only the names of bot.config.model are read. Names that begin as these do and are none are told, with the nearest that
is: a misspelled setting would otherwise be as if it were not there.
"""

from __future__ import annotations

import codecs
import difflib
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dotenv import dotenv_values
from dotenv.parser import Original, parse_stream
from pydantic import ValidationError

from bot.config.mistakes import BadConfig, sentences
from bot.config.model import NAMES, Config
from bot.config.proxies import proxy_of_environment
from bot.config.values import token_in

FILE: Final = ".env"
#: Variables that begin like ours and are not settings: of our image, of the engine alone, of our tests.
NOT_SETTINGS: Final = frozenset(
    {
        "STYLEGRAM_CONTAINER",
        "STYLEGRAM_NODE",
        "STYLEGRAM_SOAK_SECONDS",
        "STYLEGRAM_VGG19_WEIGHTS",
        "STYLEGRAM_TEST_BASE",
        "STYLEGRAM_TEST_IMAGE",
        "STYLEGRAM_WAIT_SECONDS",
    }
)
_OURS: Final = "STYLEGRAM_"  #: nobody else's variables begin so
_SHARED: Final = ("TELEGRAM_", "ALLOWED_", "ADMIN_", "BOT_")  #: others' may
_NEAR: Final = 0.75  #: least similarity, from 0 to 1, of a misspelled name and the setting that was meant
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A variable that begins as our settings do, and is none."""

    name: str
    source: str
    nearest: str | None

    @property
    def is_surely_meant(self) -> bool:
        """Whether it is for this bot, and not for another program."""
        return self.source == FILE or self.name.upper().startswith(_OURS)

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"{self.name} (in {self.source}) is not a setting of this bot{hint}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The settings, and what an operator should know of how they were found."""

    config: Config
    sources: Mapping[str, str]  #: by a setting's name, for those that are set: where it was found
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()  #: what is not used, and why, a sentence each


def load(**overrides: Any) -> Config:
    """The settings of this process; keyword arguments, named as the fields, go before the environment.

    Raises BadConfig with every mistake.
    """
    return read(overrides=overrides).config


def read(
    environment: Mapping[str, str] | None = None, file: Path = Path(FILE), overrides: Mapping[str, Any] | None = None
) -> Reading:
    """The settings of an environment (this process's unless given) and a file. Raises BadConfig with every mistake."""
    environment = os.environ if environment is None else environment
    overrides = dict(overrides or {})
    written = _variables_in(file)
    given = {name: value for name, value in environment.items() if value.strip()}
    overridden = {str(Config.model_fields[name].alias) for name in overrides if name in Config.model_fields}
    sources = {
        name: "the environment" if name in given else FILE
        for name in NAMES
        if name not in overridden and (name in given or name in written)
    }
    values: dict[str, Any] = {name: given.get(name, written.get(name, "")).strip() for name in sources}
    try:
        config = Config(**values, **overrides)
    except ValidationError as error:
        raise BadConfig(sentences(error)) from None
    if config.token_file is not None:
        config = config.model_copy(update={"token": _token_from(config.token_file), "token_file": None})
    unknown = (*_unknown(environment, "the environment"), *_unknown(written, FILE))
    if config.proxy is not None or config.api_is_local:
        return Reading(config=config, sources=sources, unknown=unknown)
    proxy = proxy_of_environment(environment, config.api_url)
    if proxy.url is not None:
        config = config.model_copy(update={"proxy": proxy.url})
        sources["TELEGRAM_PROXY"] = proxy.variable
    return Reading(config=config, sources=sources, unknown=unknown, notes=proxy.notes)


def _variables_in(file: Path) -> dict[str, str]:
    """What a file sets; nothing where there is none. Raises BadConfig."""
    if not file.exists():
        return {}
    try:
        text = read_text(file)
    except ValueError as error:
        raise BadConfig([f"{file}: {error}"]) from None
    bad = [binding.original for binding in parse_stream(io.StringIO(text)) if binding.error]
    if bad:
        raise BadConfig([f"{file}: line {_line_of(original)} is not NAME=value" for original in bad])
    written = dotenv_values(stream=io.StringIO(text))
    return {name: value for name, value in written.items() if value is not None and value.strip()}


def _line_of(original: Original) -> int:
    """The line of a statement. The parser gives the line where the blank lines before the statement begin."""
    blank = len(original.string) - len(original.string.lstrip())
    return original.line + original.string[:blank].count("\n")


def read_text(file: Path) -> str:
    """A text file as people write it, with or without the mark that some editors begin with.

    Raises ValueError with what is wrong with the file and what to do, and without anything that it holds.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ValueError(f"it cannot be read: {(error.strerror or type(error).__name__).lower()}") from None
    if data.startswith(_UTF16):
        raise ValueError("it is written in UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not written in UTF-8; save the file as UTF-8") from None


def _token_from(path: Path) -> Any:
    try:
        text = read_text(path)
    except ValueError as error:
        raise BadConfig([f"TELEGRAM_BOT_TOKEN_FILE: {path}: {error}"]) from None
    try:
        return token_in(text)
    except ValueError as error:
        raise BadConfig([f"TELEGRAM_BOT_TOKEN_FILE: what {path} holds {error}"]) from None


def _unknown(variables: Mapping[str, str], source: str) -> list[Unknown]:
    suspects = sorted(name for name in variables if name not in NAMES and name not in NOT_SETTINGS)
    found = [Unknown(name=name, source=source, nearest=_nearest(name.upper())) for name in suspects if _like_ours(name)]
    return [each for each in found if each.nearest is not None or each.name.upper().startswith(_OURS)]


def _like_ours(name: str) -> bool:
    return name.upper().startswith((_OURS, *_SHARED))


def _nearest(name: str) -> str | None:
    """The setting that was probably meant: one whose name ends so, or that is spelled alike."""
    ends_so = [known for known in NAMES if known.endswith(f"_{name}")]
    return next(iter(ends_so or difflib.get_close_matches(name, NAMES, n=1, cutoff=_NEAR)), None)
