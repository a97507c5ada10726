"""Sessions of people who are logged in, for programs that ask in their name."""

from django.conf import settings
from django.test import Client

from accounts.models import User


def client_of(user: User | None) -> Client:
    client = Client(headers={"Host": settings.ALLOWED_HOSTS[0]})
    if user is not None:
        client.force_login(user)
    return client


def cookie_of(user: User) -> str:
    """Return the header that logs `user` in."""
    return client_of(user).cookies.output(header="", sep=";", attrs=[]).strip()
