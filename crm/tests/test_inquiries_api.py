"""CRM-02: partners and campaigns send inquiries by the API, with a key that can be revoked."""

import re
import uuid

import pytest

from crm.api import KeyThrottle
from crm.models import Inquiry, PartnerKey
from crm.services import make_key
from crm.tests.factories import make_inquiry

ADDRESS = "/api/v1/crm/inquiries"
PERSON = {"name": "Priya Sharma", "phone": "+91 98123 45678"}


@pytest.fixture
def secret(admin):
    key = PartnerKey(name="Spring fair", source="campaign", campaign="spring")
    return make_key(key=key, by=admin)


def send(client, secret, data=None, **headers):
    return client.post(
        ADDRESS,
        PERSON if data is None else data,
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", **headers},
    )


def test_an_inquiry_arrives_with_source_and_campaign_of_the_key(client, secret, course):
    answer = send(client, secret, {**PERSON, "courses": ["AST-1"]})

    inquiry = Inquiry.objects.get()
    assert answer.status_code == 201
    assert (inquiry.channel, inquiry.source, inquiry.campaign) == (
        "api",
        "campaign",
        "spring",
    )
    assert list(inquiry.courses.all()) == [course]


def test_the_rest_is_kept_too(client, secret):
    send(
        client,
        secret,
        {
            **PERSON,
            "email": "priya@example.org",
            "language": "hi",
            "contact_time": "evening",
            "message": "When?",
            "campaign": "",
            "utm": {"campaign": "autumn", "source": "portal"},
            "referrer": "https://portal.example/",
            "consents": {"inquiry": "You may call me."},
        },
    )

    inquiry = Inquiry.objects.get()
    assert (inquiry.language, inquiry.contact_time, inquiry.message) == (
        "hi",
        "evening",
        "When?",
    )
    assert (inquiry.campaign, inquiry.utm["source"]) == ("autumn", "portal")
    assert inquiry.consents.get().wording == "You may call me."


@pytest.mark.parametrize("known", [False, True])
def test_a_partner_is_not_told_who_is_known_here(client, secret, known):
    if known:
        make_inquiry(PERSON["name"], phone=PERSON["phone"])
    name = str(uuid.uuid4())

    answer = send(client, secret, **{"Idempotency-Key": name})

    assert (answer.status_code, answer.json()) == (
        201,
        {"status": "received", "reference": name},
    )


def test_the_same_sent_again_makes_nothing_new(client, secret):
    name = {"Idempotency-Key": str(uuid.uuid4())}
    send(client, secret, **name)

    answer = send(client, secret, **name)

    assert answer.status_code == 200
    assert Inquiry.objects.get().timeline.count() == 1


def test_other_words_under_the_same_name_are_refused(client, secret):
    name = {"Idempotency-Key": str(uuid.uuid4())}
    send(client, secret, **name)

    answer = send(client, secret, {**PERSON, "phone": "+91 98100 00001"}, **name)

    assert answer.status_code == 400
    assert "Another inquiry was sent" in answer.json()["Idempotency-Key"][0]


def test_the_names_of_one_partner_do_not_meet_anothers(client, secret, admin):
    name = {"Idempotency-Key": str(uuid.uuid4())}
    other = make_key(key=PartnerKey(name="Portal"), by=admin)
    send(client, secret, **name)

    send(client, other, {**PERSON, "phone": "+91 98100 00001"}, **name)

    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": ""}, "name", "This field may not be blank."),
        ({"phone": "12"}, "phone", "This is not a phone number."),
        ({"phone": ""}, "phone", "Give a phone number or an email."),
        ({"email": "priya"}, "email", "Enter a valid email address."),
        ({"courses": ["X-1"]}, "courses", "No course has the code “X-1”."),
        ({"language": "tlh"}, "language", '"tlh" is not a valid choice.'),
        ({"utm": {"medum": "x"}}, "utm", "“medum” is not one of source"),
        ({"consents": {"all": "x"}}, "consents", "“all” is not one of inquiry"),
        ({"fone": "1"}, "fone", "There is no such field."),
    ],
)
def test_a_mistake_is_a_sentence_at_its_field(client, secret, change, field, sentence):
    answer = send(client, secret, {**PERSON, **change})

    assert answer.status_code == 400
    assert sentence in str(answer.json()[field])
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", "null", '"x"', "7"])
def test_what_is_not_an_inquiry_is_refused(client, secret, body):
    assert send(client, secret, body).status_code == 400


def test_a_name_that_is_no_uuid_is_refused(client, secret):
    assert send(client, secret, **{"Idempotency-Key": "1"}).status_code == 400


@pytest.mark.parametrize("wrong", ["", "x", "é", "00000000.secret"])
def test_nobody_sends_without_a_key(client, secret, wrong):
    answer = send(client, wrong)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_beginning_of_a_key_is_not_a_key(client, secret):
    assert send(client, secret[:8]).status_code == 401
    assert send(client, secret[:-1]).status_code == 401


def test_a_revoked_key_opens_nothing(client, secret):
    PartnerKey.objects.update(is_active=False)

    assert send(client, secret).status_code == 401


def test_each_key_sends_so_many_a_minute(client, secret, admin, monkeypatch):
    monkeypatch.setattr(KeyThrottle, "rate", "2/min")
    codes = [send(client, secret).status_code for _number in range(3)]

    assert codes == [201, 201, 429]
    other = make_key(key=PartnerKey(name="Portal"), by=admin)
    assert send(client, other).status_code == 201


# --- Keys ---------------------------------------------------------------------------


def test_an_admin_makes_a_key_which_is_shown_once(client, admin):
    client.force_login(admin)
    given = {"name": "Fair", "source": "campaign", "campaign": "", "is_active": "on"}

    answer = client.post("/admin/crm/keys/new/", given)

    secret = re.search(r'value="(\w{8}\.[\w-]+)"', answer.content.decode()).group(1)
    key = PartnerKey.objects.get()
    assert "no-store" in answer["Cache-Control"]
    assert secret.startswith(key.beginning)
    assert secret[9:] not in str(vars(key))
    assert secret[9:] not in client.get("/admin/crm/keys/").content.decode()
    assert send(client, secret).status_code == 201


def test_an_admin_revokes_a_key(client, admin, secret):
    client.force_login(admin)
    key = PartnerKey.objects.get()

    client.post(f"/admin/crm/keys/edit/{key.pk}/", {"name": "x", "source": "campaign"})

    assert send(client, secret).status_code == 401
