"""Where short messages leave the house.

An institute adds its provider by a class with one method, named in the setting `SMS_BACKEND`:

    class OurProvider(SMSBackend):
        def send(self, *, number: str, text: str, reference: str) -> None:
            answer = httpx.post("https://…", json={"to": number, "text": text, "id": reference})
            if answer.status_code == 422:
                raise SMSRefused(_("The provider does not know this number."))
            answer.raise_for_status()   # not taken now; make it an OSError to be tried again
"""

import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.utils.module_loading import import_string


class SMSRefused(Exception):
    """The provider will never take this message; the reason is one sentence for the counselor."""


class SMSBackend(ABC):
    """Hands one message to a provider.

    `number` is E.164, `reference` the same for every try of one message, so that a provider that
    knows references sends it once. Raise `SMSRefused` if trying again is useless, `OSError` (as
    every broken connection is) if it is not. Write neither number nor text to a log.
    """

    @abstractmethod
    def send(self, *, number: str, text: str, reference: str) -> None: ...


class ConsoleBackend(SMSBackend):
    """Prints messages instead of sending them, for trying things out."""

    def send(self, *, number: str, text: str, reference: str) -> None:
        line = "-" * 60
        sys.stdout.write(f"{line}\nSMS {number} ({reference})\n\n{text}\n{line}\n")


@dataclass(frozen=True, slots=True)
class SentSMS:
    number: str
    text: str
    reference: str


class MemoryBackend(SMSBackend):
    """Keeps messages in `outbox`, for tests."""

    outbox: ClassVar[list[SentSMS]] = []

    def send(self, *, number: str, text: str, reference: str) -> None:
        self.outbox.append(SentSMS(number, text, reference))


def get_backend() -> SMSBackend:
    backend: SMSBackend = import_string(settings.SMS_BACKEND)()
    return backend
