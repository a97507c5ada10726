"""CRM-04: open desks hear that something changed, as long as the person may work there."""

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from accounts.models import Role, Status, User
from config.asgi import application
from crm.models import CRMSettings
from crm.services import assign, capture
from crm.tests.factories import make_inquiry
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def open_desk(user=None):
    """Return the socket of a desk; it is open, which says nothing about whether it stays so."""
    headers = [(b"origin", b"http://testserver")]
    if user is not None:
        cookie = await sync_to_async(cookie_of)(user)
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    socket = WebsocketCommunicator(application, "/ws/crm/desk/", headers=headers)
    connected, _ = await socket.connect(timeout=5)
    assert connected
    return socket


async def close_code(socket):
    message = await socket.receive_output(timeout=5)
    assert message["type"] == "websocket.close"
    return message["code"]


@sync_to_async
def ask(counselor=None):
    return capture(
        name="Priya", phone="98123 45678", channel="form", counselor=counselor
    ).inquiry


async def settle(socket):
    """Wait until the consumer has joined its groups: it answers what it is asked after that."""
    await socket.send_json_to({"type": "hello"})
    assert (await socket.receive_json_from(timeout=5))["code"] == "nothing_to_say"


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "unassigned"])
async def test_a_new_inquiry_is_told(is_own):
    counselor = await sync_to_async(make_user)("cora", Role.COUNSELOR)
    socket = await open_desk(counselor)
    await settle(socket)

    inquiry = await ask(counselor if is_own else None)

    assert await socket.receive_json_from(timeout=5) == {
        "type": "desk.changed",
        "what": "captured",
        "inquiry": str(inquiry.uuid),
    }
    await socket.disconnect()


async def test_a_colleagues_inquiry_is_not_told():
    counselor = await sync_to_async(make_user)("cora", Role.COUNSELOR)
    other = await sync_to_async(make_user)("carl", Role.COUNSELOR)
    socket = await open_desk(counselor)
    await settle(socket)

    await ask(other)

    assert await socket.receive_nothing(timeout=0.3)
    await socket.disconnect()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COUNSELOR])
async def test_who_sees_the_team_hears_of_all(role):
    await sync_to_async(CRMSettings.objects.create)(counselors_see_all=True)
    user = await sync_to_async(make_user)("amara", role)
    other = await sync_to_async(make_user)("carl", Role.COUNSELOR)
    socket = await open_desk(user)
    await settle(socket)

    await ask(other)

    assert (await socket.receive_json_from(timeout=5))["what"] == "captured"
    await socket.disconnect()


async def test_who_loses_an_inquiry_hears_of_it():
    counselor = await sync_to_async(make_user)("cora", Role.COUNSELOR)
    admin = await sync_to_async(make_user)("amara", Role.ADMIN)
    other = await sync_to_async(make_user)("carl", Role.COUNSELOR)
    inquiry = await sync_to_async(make_inquiry)(counselor=counselor)
    socket = await open_desk(counselor)
    await settle(socket)

    await sync_to_async(assign)(inquiry=inquiry, counselor=other, by=admin)

    assert (await socket.receive_json_from(timeout=5))["what"] == "assigned"
    await socket.disconnect()


@pytest.mark.parametrize(
    ("role", "code"), [(None, 4401), (Role.STUDENT, 4403), (Role.TEACHER, 4403)]
)
async def test_strangers_are_sent_away_with_a_code(role, code):
    user = role and await sync_to_async(make_user)("stranger", role)

    socket = await open_desk(user)

    assert await close_code(socket) == code


def change_role(user):
    user.role = Role.TEACHER
    user.save()


def suspend(user):
    user.status = Status.SUSPENDED
    user.save()


def end_sessions(user):
    User.objects.filter(pk=user.pk).update(sessions_ended=7)


def log_out(user):
    from django.contrib.sessions.models import Session

    for session in Session.objects.all():
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        client.logout()


@pytest.mark.parametrize(
    ("lose", "code"),
    [(change_role, 4403), (suspend, 4401), (end_sessions, 4401), (log_out, 4401)],
)
async def test_rights_that_are_lost_end_the_socket(lose, code):
    counselor = await sync_to_async(make_user)("cora", Role.COUNSELOR)
    socket = await open_desk(counselor)
    await settle(socket)
    await sync_to_async(lose)(counselor)

    await ask()

    assert await close_code(socket) == code


async def test_what_is_no_json_is_answered_too():
    socket = await open_desk(await sync_to_async(make_user)("cora", Role.COUNSELOR))

    await socket.send_to(text_data="{")

    assert (await socket.receive_json_from(timeout=5))["code"] == "nothing_to_say"
    await socket.disconnect()
