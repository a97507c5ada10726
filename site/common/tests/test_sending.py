"""Files go out piece by piece, whichever kind of server sends them (CAT-08, OPS-03)."""

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import AsyncClient

from common.sending import CHUNK
from tests.factories import make_user

FILM = bytes(range(256)) * 2500  # two and a half pieces


@pytest.fixture
def opened(monkeypatch):
    """The files that were opened to be sent."""
    files = []
    really_open = default_storage.open

    def note(name, mode="rb"):
        files.append(really_open(name, mode))
        return files[-1]

    monkeypatch.setattr(default_storage, "open", note)
    return files


@pytest.fixture
def member(db):
    member = make_user("filmer")
    member.avatar.save("film.mp4", ContentFile(FILM))
    return member


def fetch(member, **headers):
    """Ask as an ASGI server does; return the answer and its pieces."""
    client = AsyncClient()
    client.force_login(member)

    async def ask():
        response = await client.get(member.avatar.url, headers=headers)
        return response, [piece async for piece in response]

    return async_to_sync(ask)()


def test_a_film_leaves_piece_by_piece_and_its_file_is_closed(member, opened):
    response, pieces = fetch(member)

    assert response.is_async
    assert [len(piece) for piece in pieces] == [CHUNK, CHUNK, len(FILM) - 2 * CHUNK]
    assert b"".join(pieces) == FILM
    assert [file.closed for file in opened] == [True]


@pytest.mark.parametrize(
    ("wanted", "status", "body"),
    [
        ("bytes=2-4", 206, FILM[2:5]),
        (f"bytes={CHUNK}-", 206, FILM[CHUNK:]),
        ("bytes=-3", 206, FILM[-3:]),
        (f"bytes={'9' * 5000}-", 200, FILM),
        (f"bytes=0-{'9' * 5000}", 200, FILM),
    ],
    ids=["middle", "from", "last", "no number", "no number at the end"],
)
def test_a_part_of_it_is_sent_too(wanted, status, body, member):
    response, pieces = fetch(member, range=wanted)

    assert (response.status_code, b"".join(pieces)) == (status, body)


def test_an_ordinary_server_gets_the_same(member, client, opened):
    client.force_login(member)

    assert client.get(member.avatar.url).getvalue() == FILM
    assert [file.closed for file in opened] == [True]


def test_who_asks_for_the_size_alone_opens_no_file(member, client, opened):
    client.force_login(member)

    response = client.head(member.avatar.url)

    assert response.headers["Content-Length"] == str(len(FILM))
    assert opened == []
