"""Words and numbers as people type them, on any keyboard and any phone, in one form. Pure."""

import unicodedata
from collections.abc import Container
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import regex

LONGEST_NUMBER = 64
# An exponent without measure would make a fraction that fills the memory.
LARGEST_EXPONENT = 300
# A pattern that backtracks for longer is the teacher's mistake, and a person reads the answer.
PATTERN_SECONDS = 0.05

# What phones put in by themselves, and what nobody can tell apart.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ´`", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER_OF_TEN = regex.compile(
    r"\s*[x×*·⋅]\s*10\s*(?:(?:\^|\*\*)\s*\(?([-+]?\d+)\)?|([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+))$"
)
_SPACES = "[ \u00a0\u2007\u2009\u202f'’]"
_GROUPED_BY_SPACES = regex.compile(rf"\d{{1,3}}(?:{_SPACES}\d{{3}})+(?=[.,]|e|$)")
# Thousands, or the lakhs and crores of India: 12,34,567.
_GROUPED = regex.compile(r"(?!0)\d{1,3}(?:,\d{2,3})*,\d{3}|(?!0)\d{1,3}(?:\.\d{3})+")
_NUMBER = regex.compile(r"([-+]?)([\d.,]+)(e[-+]?\d+)?")


def squeezed(text: str) -> str:
    """Return `text` in Unicode's composed form, with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str, case_sensitive: bool = False) -> str:
    """Return `text` for comparing: the quotes and dashes of every keyboard are the same."""
    text = squeezed(text.translate(_ALIKE))
    return text if case_sensitive else unicodedata.normalize("NFC", text.casefold())


def fits_pattern(pattern: str, text: str, case_sensitive: bool) -> bool:
    """Whether a regular expression fits the whole of `text`. Raises TimeoutError if nobody can tell in time."""
    compiled = _compiled(squeezed(pattern), case_sensitive)
    return bool(compiled.fullmatch(text, timeout=PATTERN_SECONDS))


@lru_cache(maxsize=1024)
def _compiled(pattern: str, case_sensitive: bool) -> Any:
    """Return the expression. One that is none can't be tried: the editor refuses it, an import may not."""
    flags = regex.DOTALL | (0 if case_sensitive else regex.IGNORECASE | regex.FULLCASE)
    try:
        return regex.compile(pattern, flags)
    except (regex.error, RecursionError, OverflowError) as error:
        raise TimeoutError from error


def fits_wildcard(form: str, text: str) -> bool:
    r"""Whether `form`, in which * stands for anything and \* for a star, is the whole of `text`.

    Each piece is looked for once, from left to right: no form takes long.
    """
    first, *rest = [
        piece.replace(r"\*", "*") for piece in regex.split(r"(?<!\\)\*", form)
    ]
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    *middle, last = rest
    position = len(first)
    for piece in middle:
        found = text.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return text.endswith(last) and len(text) - len(last) >= position


def unit_name(text: str) -> str:
    """Return a unit for comparing: m² and m2, either micro sign. Capitals matter: mW is no MW."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def decimals_of(text: str) -> tuple[Decimal, ...]:
    """Read a number as people write it: 3.5, 3,5, 1 000, 1.234,5, −2e-3, 2·10³.

    Where a comma or a point may part either thousands or decimals, as in 1,234, both readings are
    returned, since nobody can know which one was meant. Empty if it is no number, or endless.
    """
    text = text.strip()
    if len(text) > LONGEST_NUMBER:
        return ()
    text = _POWER_OF_TEN.sub(_as_exponent, text.translate(_ALIKE)).lower()
    text = regex.sub(r"^([-+])\s+", r"\1", text)
    text = _GROUPED_BY_SPACES.sub(lambda match: _digits_of(match[0]), text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ()
    sign, digits, exponent = match.groups(default="")
    readings = (_decimal(f"{sign}{each}{exponent}") for each in _readings(digits))
    return tuple(number for number in readings if number is not None)


def decimal_of(text: str) -> Decimal | None:
    """Read a number as its likeliest reading; None if it is none."""
    return next(iter(decimals_of(text)), None)


def split_unit(number: str, units: Container[str]) -> tuple[str, str]:
    """Part a number from the unit that was written behind it, the longest of `units` that fits."""
    text = number[: 2 * LONGEST_NUMBER]
    for start in range(1, len(text)):
        if (unit := unit_name(text[start:])) in units:
            return text[:start], unit
    return number, ""


def is_measurable(number: Decimal) -> bool:
    return number.is_finite() and abs(number.adjusted()) <= LARGEST_EXPONENT


def _as_exponent(match: regex.Match[str]) -> str:
    return f"e{match[1] or match[2].translate(_SUPERSCRIPTS)}"


def _readings(digits: str) -> list[str]:
    """Return the ways to read digits with commas and points, each with a point alone."""
    kinds = {mark for mark in digits if mark in ".,"}
    if not kinds:
        return [digits]
    readings = []
    last = max(kinds, key=digits.rindex)
    whole, _mark, part = digits.rpartition(last)
    if last not in whole and (whole.isdigit() or not whole):
        readings.append(f"{whole}.{part}")
    elif last not in whole and _GROUPED.fullmatch(whole):
        readings.append(f"{_digits_of(whole)}.{part}")
    if len(kinds) == 1 and _GROUPED.fullmatch(digits):
        readings.append(_digits_of(digits))
    return readings


def _digits_of(grouped: str) -> str:
    return regex.sub(r"\D", "", grouped)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if is_measurable(number) else None
