"""Videos of other sites, framed without asking those sites anything.

The player's address is read off the address that people copy, so that showing a lesson costs no
request to the provider and no query. Frameworks are unknown here: settings take `FRAME_HOSTS`
for the content security policy.
"""

import re
from dataclasses import dataclass

FRAME_HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]


@dataclass(frozen=True, slots=True)
class Embed:
    provider: str
    url: str


_YOUTUBE = re.compile(
    r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|embed/|shorts/|live/)"
    r"|youtu\.be/)(?P<id>[\w-]{11})(?![\w-])"
)
_VIMEO = re.compile(
    r"https://(?:www\.)?(?:player\.)?vimeo\.com/(?:video/|channels/[\w-]+/)?"
    r"(?P<id>\d{5,12})(?:[/?](?:h=)?(?P<hash>[0-9a-f]{8,12}))?(?:[/?#&]|$)"
)


def find_embed(address: str) -> Embed | None:
    """Return how to frame the video whose page is `address`; None for unknown providers."""
    if found := _YOUTUBE.match(address):
        return Embed(
            "YouTube", f"https://www.youtube-nocookie.com/embed/{found['id']}?rel=0"
        )
    if found := _VIMEO.match(address):
        # An unlisted video opens only with the hash that its address carries.
        secret = f"&h={found['hash']}" if found["hash"] else ""
        return Embed(
            "Vimeo", f"https://player.vimeo.com/video/{found['id']}?dnt=1{secret}"
        )
    return None
