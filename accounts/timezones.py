"""The time zones that a person may choose from."""

import zoneinfo
from functools import cache


@cache
def timezone_names() -> tuple[str, ...]:
    """Return the names of the IANA database, in order: "Africa/Abidjan", …

    Python opens each of its 600 files to answer, so it is asked once in each process.
    """
    return tuple(sorted(zoneinfo.available_timezones()))
