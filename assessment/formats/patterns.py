"""Short answers as regular expressions, for systems that compare with nothing else."""

import re

from assessment.formats.item import AcceptedText
from assessment.scoring import Match

_SPECIAL = re.compile(r"([\\|.?*+(){}\[\]^$-])")


def pattern_of(accepted: AcceptedText) -> str:
    if accepted.match == Match.PATTERN:
        return accepted.text
    if accepted.match == Match.EXACT:
        return _literal(accepted.text)
    parts = re.split(r"(?<!\\)\*", accepted.text)
    return ".*".join(_literal(part.replace(r"\*", "*")) for part in parts)


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
