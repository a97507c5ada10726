"""Plain words and numbers as files hold them."""

import posixpath
import re
from decimal import Decimal

# What XML can't hold, and no reader sees.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_UNSAFE_IN_NAME = re.compile(r"[^\w.-]+")


def seen(text: str) -> str:
    """Return `text` without what nobody sees, its lines ended in one way."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def seen_line(text: str) -> str:
    return " ".join(seen(text).split())


def number_text(number: Decimal) -> str:
    """Write a number without exponent and without zeros that say nothing."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


def file_name(name: str) -> str:
    """Return a name that every system and every archive can have."""
    name = _UNSAFE_IN_NAME.sub("-", posixpath.basename(name)).strip("-.")
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > 80:
        name = f"{stem[: 79 - len(ending[:10])]}.{ending[:10]}"
    return name[:80] or "file"
