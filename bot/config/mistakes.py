"""What is said of settings that are wrong: a sentence each, by the variable's name, never with a secret's value."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config.model import Config


class BadConfig(Exception):
    """One or more variables are wrong; `mistakes` has a line for each, without the values of secrets."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def sentences(error: ValidationError) -> list[str]:
    """A line for each mistake."""
    return [_sentence(mistake) for mistake in error.errors(include_input=False)]


def _sentence(mistake: ErrorDetails) -> str:
    if not mistake["loc"]:  # of several settings together; it names them itself
        return _reason(mistake)
    name = str(mistake["loc"][0])
    if name in Config.model_fields:
        name = str(Config.model_fields[name].alias)
    return f"{name}: {_reason(mistake)}"


def _reason(mistake: ErrorDetails) -> str:
    """In our own words, where the library's speak of types."""
    context = mistake.get("ctx", {})
    match mistake["type"]:
        case "greater_than_equal":
            return f"must be {_number(context['ge'])} or more"
        case "less_than_equal":
            return f"must be {_number(context['le'])} or less"
        case "greater_than":
            return f"must be more than {_number(context['gt'])}"
        case "less_than":
            return f"must be less than {_number(context['lt'])}"
        case "int_parsing" | "int_from_float" | "int_parsing_size":
            return "must be a whole number, such as 4"
        case "float_parsing" | "finite_number":
            return "must be a number, such as 0.5"
        case "bool_parsing":
            return "must be on or off"
        case "byte_size" | "byte_size_unit":
            return "must be an amount of bytes, such as 4GB or 500MB"
        case "enum":
            return f"must be one of {str(context['expected']).replace(chr(39), '').replace(' or ', ', ')}"
        case "extra_forbidden":
            return "there is no such setting"
    return mistake["msg"].removeprefix("Value error, ")


def _number(bound: Any) -> str:
    """A bound in words; amounts of bytes are shown in gigabytes."""
    return f"{bound / 1e9:.3g}GB" if bound >= 10**8 else f"{bound:g}"
