"""Phone numbers, as libphonenumber understands them."""

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from accounts.timezones import timezone_names


def regions() -> frozenset[str]:
    """Return the countries whose numbers are known, two letters each (ISO 3166-1)."""
    return frozenset(phonenumbers.SUPPORTED_REGIONS)


def normalise(phone: str, region: str) -> str:
    """Return a number as E.164, `+919812345678`; empty where there is no such number.

    `region` is the country that a number without a country code is from.
    """
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(number: str) -> str:
    """Return an E.164 number with the spaces that its country puts into it."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(
        parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def zone_of(number: str) -> str:
    """Return the time zone that an E.164 number belongs to; empty where there are several."""
    try:
        zones = time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    known = timezone_names()
    return zones[0] if len(zones) == 1 and zones[0] in known else ""
