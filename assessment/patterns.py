"""Checks regular expressions that teachers write."""

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What students may type: long enough to make a pattern that explodes show itself.
_HARD_ANSWERS = ("a" * 64 + "!", "1" * 64 + "x", " a" * 40 + "!")
_SECONDS = 0.05


def check_pattern(pattern: str) -> None:
    """Raise `ValidationError` unless `pattern` is a regular expression that answers quickly."""
    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        raise ValidationError(
            _("This is no regular expression: %(reason)s."),
            params={"reason": error},
            code="bad_pattern",
        ) from error
    try:
        for answer in _HARD_ANSWERS:
            compiled.fullmatch(answer, timeout=_SECONDS)
    except TimeoutError as error:
        raise ValidationError(
            _(
                "This expression takes too long for some answers. Write it without nested repetitions."
            ),
            code="slow_pattern",
        ) from error
