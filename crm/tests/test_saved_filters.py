"""CRM-05: a way of looking at the inquiries is kept under a name, for oneself or for the team."""

import pytest

from common.exceptions import Refused
from crm.models import SavedFilter
from crm.services import change_filter, delete_filter, save_filter

FILTERS = "/admin/crm/filters/"


def test_only_what_was_understood_is_kept(counselor):
    saved = save_filter(owner=counselor, name="Hot", query="health=hot&x=1&score_from=")

    assert saved.query == "health=hot"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "  "}, "no_name"),
        ({"query": "x=1"}, "no_filter"),
        ({"name": "Taken"}, "name_taken"),
        ({"is_shared": True}, "not_shared"),
        (
            {"query": f"health=hot&q={'%E0%A4%A8' * 100}&tag={'%E0%A4%A8' * 20}"},
            "too_long",
        ),
    ],
    ids=["no name", "no filter", "twice", "for the team", "too long"],
)
def test_what_can_not_be_kept_is_refused(counselor, fields, code):
    save_filter(owner=counselor, name="Taken", query="health=hot")

    with pytest.raises(Refused) as refusal:
        save_filter(
            **{"owner": counselor, "name": "A", "query": "health=hot", **fields}
        )

    assert refusal.value.code == code


def test_an_admin_shares_with_the_team(client, admin, counselor):
    save_filter(owner=admin, name="Spring", query="campaign=spring", is_shared=True)
    client.force_login(counselor)

    page = client.get("/admin/crm/board/")

    assert 'href="/admin/crm/board/?campaign=spring"' in page.content.decode()


def test_nobody_sees_what_others_keep_for_themselves(client, admin, counselor):
    save_filter(owner=admin, name="Secret", query="health=hot")
    client.force_login(counselor)

    assert "Secret" not in client.get(FILTERS).content.decode()


def test_saving_leads_back_to_what_was_seen(client, counselor):
    client.force_login(counselor)

    answer = client.post(
        FILTERS, {"name": "Hot", "query": "health=hot", "where": "list"}
    )

    assert answer.headers["Location"] == "/admin/crm/list/?health=hot"
    assert SavedFilter.objects.get().name == "Hot"


def test_a_refusal_is_a_sentence(client, counselor):
    client.force_login(counselor)

    page = client.post(FILTERS, {"name": "", "query": "health=hot"}, follow=True)

    assert "Give the filter a name." in page.content.decode()


def test_the_own_one_is_renamed_and_deleted(client, counselor):
    saved = save_filter(owner=counselor, name="Hot", query="health=hot")
    client.force_login(counselor)

    client.post(f"{FILTERS}{saved.uuid}/", {"name": "Hottest"})
    saved.refresh_from_db()
    client.post(f"{FILTERS}{saved.uuid}/", {"delete": "1"})

    assert saved.name == "Hottest"
    assert not SavedFilter.objects.exists()


def test_the_teams_is_changed_by_its_owner_alone(client, admin, counselor):
    saved = save_filter(owner=admin, name="Team", query="health=hot", is_shared=True)
    client.force_login(counselor)

    assert client.post(f"{FILTERS}{saved.uuid}/", {"delete": "1"}).status_code == 404
    for verb in (
        lambda: change_filter(saved=saved, by=counselor, name="X", is_shared=False),
        lambda: delete_filter(saved=saved, by=counselor),
    ):
        with pytest.raises(Refused):
            verb()
