"""What a browser does with the inquiry form: draw it, solve it, send it."""

import re
from itertools import count

from django.test import Client

from crm import spam

PERSON = {
    "name": "Priya Sharma",
    "phone": "098123 45678",
    "email": "",
    "message": "When does it start?",
    "contact_time": "evening",
    "language": "hi",
    "consent_inquiry": "on",
}


def hidden(html, name):
    """The value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', html).group(1)


def ticket_of(answer):
    return hidden(answer.content.decode(), "ticket")


def solution_of(ticket):
    read = spam.Ticket(ticket, None, spam.BITS)
    return next(str(n) for n in count() if spam.is_solved(read, str(n)))


class Visitor:
    """Somebody with a browser, and a clock that the test moves."""

    def __init__(self, monkeypatch, user=None):
        self.now = 1_800_000_000.0
        monkeypatch.setattr(spam.time, "time", lambda: self.now)
        self.client = Client()
        if user is not None:
            self.client.force_login(user)

    def open(self, address="/ask/", **headers):
        answer = self.client.get(address, headers=headers)
        self.ticket = ticket_of(answer)
        return answer

    def send(self, *, after=20, solved=True, ticket=None, **fields):
        """Send the form that is open, `after` seconds."""
        self.now += after
        ticket = ticket or self.ticket
        fields.setdefault("solution", solution_of(ticket) if solved else "")
        return self.client.post("/ask/", {**PERSON, "ticket": ticket, **fields})

    def send_again(self, answer, *, after=20, solved=True, **fields):
        """Press the button of the page that came back."""
        return self.send(after=after, solved=solved, ticket=ticket_of(answer), **fields)
