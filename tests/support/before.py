"""A data folder as the bot before schema 12 left it in mid-work, and the chats with it: see tests/integration/before/.

bot.sql is a dump of the bot's database, chats.jsonl has the sandbox's documents, buttons.txt a button of each kind. In
all of them `@png3@` stands for the name of a picture file, `@png3:8@` for the mark by which buttons name it, and
`@-7.5@` for so many seconds before now. The words in them are those of then: never to be renamed.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image

from bot.store.files import name_of
from bot.store.layout import DATABASE, PICTURES

FOLDER: Final = Path(__file__).parents[1] / "integration" / "before"
ANN, BOB, CAROL, DAVE, GROUP = 101, 102, 103, 104, -100200  #: the people, and the group of the first three

_FILE = re.compile(r"@(png|jpeg|gif|mask|state)(\d+)(:8)?@")
_TIME = re.compile(r"@(-?[\d.]+)@")


def unpack(directory: Path) -> None:
    """Write the bot's data below `directory`/bot and the sandbox's below `directory`/sandbox."""
    pictures, sandbox = directory / "bot" / PICTURES, directory / "sandbox"
    pictures.mkdir(parents=True)
    sandbox.mkdir()
    with closing(sqlite3.connect(directory / "bot" / DATABASE)) as database:
        database.executescript(_read("bot.sql"))
    with closing(sqlite3.connect(sandbox / "sandbox.sqlite3")) as database, database:
        database.execute("CREATE TABLE documents (kind TEXT, key TEXT, body BLOB NOT NULL, PRIMARY KEY (kind, key))")
        for kind, key, body in map(json.loads, _read("chats.jsonl").splitlines()):
            database.execute("INSERT INTO documents VALUES (?, ?, ?)", (kind, key, json.dumps(body).encode()))
    for kind, number in {match[:2] for match in _FILE.findall((FOLDER / "bot.sql").read_text(encoding="utf-8"))}:
        data = _file(kind, int(number))
        path = pictures / name_of(data)[:2] / name_of(data)[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def buttons() -> list[str]:
    """The data of a button of each kind, as old messages have it."""
    return _read("buttons.txt").split()


def button(verb: str) -> str:
    """The data of the last button with this verb."""
    return next(data for data in reversed(buttons()) if data.startswith(f"v1:{verb}:"))


def _read(name: str) -> str:
    now = time.time()
    text = _FILE.sub(_named, (FOLDER / name).read_text(encoding="utf-8"))
    whole = name == "chats.jsonl"  # of seconds, as Telegram's dates
    return _TIME.sub(lambda ago: str(int(now + float(ago[1])) if whole else now + float(ago[1])), text)


def _named(match: re.Match[str]) -> str:
    name = name_of(_file(match[1], int(match[2])))
    return name[:8] if match[3] else name


def _file(kind: str, number: int) -> bytes:
    """A small file for each kind and number: a picture, or for "state" a checkpoint of iteration `number`."""
    if kind == "state":
        return msgspec.json.encode({"iteration": number}).ljust(64)
    if kind == "mask":
        picture = Image.new("L", (96, 80))
        picture.paste(255, (0, 0, 24 + number, 80))
    else:
        picture = Image.new("RGB", (96, 80), (5 * number, 255 - 5 * number, {"png": 0, "jpeg": 99, "gif": 200}[kind]))
    buffer = io.BytesIO()
    picture.save(buffer, kind if kind != "mask" else "png")
    return buffer.getvalue()
