"""Names of our modules that are written in strings: after a rename, none may lead nowhere."""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "engine", "tests", "benchmarks", "tools")
FILES = sorted({file for package in PACKAGES for file in (ROOT / package).rglob("*.py")} - {Path(__file__)})
#: Such as `engine.worker.child`, or an attribute in it, but no name of a file.
DOTTED = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.[A-Za-z_]\w*)+")
COMMAND = re.compile(rf"-m ({DOTTED.pattern})")
PROGRAM = re.compile(rf"^\s*(?:from|import) (?:{'|'.join(PACKAGES)})\b", re.MULTILINE)
#: What looks like one and is none: files, and what tests invent.
OTHERS = {"bot.log", "bot.sql", "bot.example.org", "bot.somewhere"}


@functools.cache
def defined(module: Path) -> frozenset[str]:
    """The names that a module defines at its top level, imports and branches included."""
    found: set[str] = set()
    nodes: list[ast.AST] = list(ast.parse(module.read_text(encoding="utf-8")).body)
    while nodes:
        node = nodes.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found.update((alias.asname or alias.name).partition(".")[0] for alias in names)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case _:
                nodes.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module of ours, or to what one of them has."""
    place, parts = ROOT, name.split(".")
    for index, part in enumerate(parts):
        if (place / part).is_dir():
            place /= part
            continue
        module = place / f"{part}.py"
        if module.is_file():
            return index == len(parts) - 1 or parts[index + 1] in defined(module)
        package = place / "__init__.py"
        return package.is_file() and (part in defined(package) or "__getattr__" in defined(package))
    return True


def names_in(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name: of each string that is one, of commands in strings, of imports where one is a program."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if DOTTED.fullmatch(node.value) and node.value not in OTHERS:
            yield node.lineno, node.value
        yield from ((node.lineno, name) for name in COMMAND.findall(node.value))
        if PROGRAM.search(node.value):
            yield from ((node.lineno, name) for name in _imports(node.value))


def _imports(program: str) -> Iterator[str]:
    try:
        nodes = list(ast.walk(ast.parse(textwrap.dedent(program))))
    except SyntaxError:  # prose, or a part of a program
        return
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in PACKAGES:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in PACKAGES)


def test_every_dotted_name_leads_somewhere() -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{line}: {name}"
        for file in FILES
        for line, name in names_in(file.read_text(encoding="utf-8"))
        if not is_there(name)
    ]
    assert not lost


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('patch.setattr("engine.worker.gone.NICENESS", 0)', ["engine.worker.gone.NICENESS"]),
        ('run("-c", "import sys\\nfrom engine.worker import gone")', ["engine.worker.gone"]),
        ('module = "bot.nothing"', ["bot.nothing"]),
        ('"""`python -m tests.support.nobody DIRECTORY`: does it."""', ["tests.support.nobody"]),
    ],
)
def test_a_name_of_nothing_is_found(source: str, names: list[str]) -> None:
    assert [name for _, name in names_in(source)] == names
    assert not any(map(is_there, names))
