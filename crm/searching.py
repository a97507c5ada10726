"""Inquiries are found by whatever a counselor remembers of the person."""

import re

from django.db.models import Q

from crm import phones
from crm.models import CRMSettings
from crm.querysets import InquiryQuerySet

# What numbers are written with. Fewer digits than these could be a part of a name.
PART_OF_A_NUMBER = re.compile(r"[+\d()./-]*\d[+\d()./-]*")
FEWEST_DIGITS = 4


def with_person(inquiries: InquiryQuerySet, words: str) -> InquiryQuerySet:
    """Keep those whose name or address has each of the words, and whose number has the digits.

    The number may be written in any way: with spaces, with or without the country's code.
    """
    written = [word for word in words.split() if PART_OF_A_NUMBER.fullmatch(word)]
    digits = re.sub(r"\D", "", "".join(written))
    if len(digits) >= FEWEST_DIGITS:
        inquiries = inquiries.filter(_has_number("".join(written), digits))
    else:
        written = []
    for word in words.split():
        if word not in written:
            inquiries = inquiries.filter(
                Q(name__icontains=word) | Q(email__icontains=word)
            )
    return inquiries


def _has_number(written: str, digits: str) -> Q:
    # The zero before a number at home is no part of it.
    found = Q(phone_number__contains=digits.lstrip("0") or digits)
    if number := phones.normalise(written, CRMSettings.load().phone_region):
        found |= Q(phone_number=number)
    return found
