"""How many short messages a text costs.

The rule is 3GPP TS 23.038 (the GSM 7-bit default alphabet, section 6.2.1, and its extension table,
6.2.1.1) with TS 23.040, 9.2.3.24.1 (concatenation). A message carries 140 octets: 160 characters of
seven bits or 70 of UCS-2. A longer text is cut into parts that each lose six octets to a header:
153 or 67. Characters of the extension table take two places, as do those beyond the Basic
Multilingual Plane; neither pair is cut in two.
"""

from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")


class Encoding(StrEnum):
    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


# Places in a message that goes alone, and in each part of one that is cut.
ALONE = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}
IN_PARTS = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}


@dataclass(frozen=True, slots=True)
class Segments:
    encoding: Encoding
    places: int
    parts: int
    # Places that are free until one more part begins.
    left: int
    # What keeps the text from the cheaper alphabet, each once, in its order.
    foreign: tuple[str, ...]


def segments(text: str) -> Segments:
    """Return how many parts `text` takes; an empty text takes one."""
    foreign = tuple(
        dict.fromkeys(
            each for each in text if each not in _BASIC and each not in _EXTENSION
        )
    )
    encoding = Encoding.UCS_2 if foreign else Encoding.GSM_7
    sizes = [_size(each, encoding) for each in text]
    places = sum(sizes)
    if places <= ALONE[encoding]:
        return Segments(encoding, places, 1, ALONE[encoding] - places, foreign)
    parts, used = 1, 0
    for size in sizes:
        if used + size > IN_PARTS[encoding]:
            parts, used = parts + 1, 0
        used += size
    return Segments(encoding, places, parts, IN_PARTS[encoding] - used, foreign)


def _size(character: str, encoding: Encoding) -> int:
    if encoding == Encoding.GSM_7:
        return 2 if character in _EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1
