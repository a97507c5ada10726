"""CRM-01, CRM-05: the registers of inquiries, follow-ups and rewards, and their files."""

import io

import pytest
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from crm.audit import EXPORT
from crm.menu import CRMGroup, CRMSetUpGroup
from crm.services import file_appeal
from crm.tests.factories import make_follow_up, make_inquiry, make_reward
from tests.factories import make_user
from tests.many import count_queries

LIST, FOLLOW_UPS, REWARDS = (
    "/admin/crm/list/",
    "/admin/crm/follow-ups/",
    "/admin/crm/rewards/",
)


def rows_in(answer):
    return [str(row) for row in answer.context["object_list"]]


def test_a_counselor_finds_the_own_and_the_unassigned(
    client, counselor, inquiry, unassigned, foreign
):
    client.force_login(counselor)

    assert rows_in(client.get(LIST)) == ["Noor Ali", "Priya Sharma"]


def test_a_name_leads_to_the_person(client, counselor, inquiry):
    client.force_login(counselor)

    page = client.get(LIST).content.decode()

    assert f'href="/admin/crm/inquiries/{inquiry.uuid}/"' in page


def test_the_list_is_filtered_and_sorted_by_its_columns(client, admin):
    for name, score in (("Bo", 10), ("Al", 20), ("Cy", 30)):
        make_inquiry(name, score=score, source="phone" if score < 30 else "website")
    client.force_login(admin)

    assert rows_in(client.get(f"{LIST}?source=phone&o=0")) == ["Al", "Bo"]


@pytest.mark.parametrize(
    "parameter",
    ["counselor__password__startswith=a", "nothing=1", "o=x", "o=99", "p=x", "p=99"],
)
def test_an_address_asks_the_database_nothing_of_its_own(
    client, counselor, inquiry, parameter
):
    client.force_login(counselor)

    assert rows_in(client.get(f"{LIST}?{parameter}")) == ["Priya Sharma"]


def test_follow_ups_are_those_of_the_own_inquiries(client, counselor, inquiry, foreign):
    make_follow_up(inquiry)
    make_follow_up(foreign)
    client.force_login(counselor)

    assert rows_in(client.get(FOLLOW_UPS)) == ["Call · Priya Sharma"]


def test_follow_ups_are_filtered(client, admin, inquiry, unassigned):
    make_follow_up(inquiry, medium="visit")
    make_follow_up(unassigned, status="missed")
    client.force_login(admin)

    for query in ("medium=visit", "q=priya", "due=week"):
        assert rows_in(client.get(f"{FOLLOW_UPS}?{query}")) == ["Visit · Priya Sharma"]


@pytest.mark.parametrize("what", ["list", "follow-ups", "rewards"])
@pytest.mark.parametrize("action", ["create", "edit", "delete", "inspect", "history"])
def test_nothing_is_changed_past_our_screens(what, action):
    with pytest.raises(NoReverseMatch):
        reverse(
            f"crm_{what}_modeladmin_{action}", args=[] if action == "create" else [1]
        )


def test_a_file_holds_what_is_filtered_and_runs_nothing(client, admin, course):
    make_inquiry("=1+1", courses=[course], source="phone", phone="+91 98123 45678")
    make_inquiry("Other")
    client.force_login(admin)

    answer = client.get(f"{LIST}?source=phone&export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,'+91 98123 45678,")
    assert ",Astronomy,New," in lines[1]


def test_a_workbook_holds_text_as_text(client, admin):
    make_inquiry("=1+1", score=70)
    client.force_login(admin)

    answer = client.get(f"{LIST}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    name, score = sheet["A2"], sheet["H2"]

    assert (name.value, name.data_type, score.value) == ("=1+1", "s", 70)


@pytest.mark.parametrize("register", [LIST, FOLLOW_UPS, REWARDS])
def test_whoever_takes_a_file_is_on_record(
    client, counselor, inquiry, register, student
):
    make_follow_up(inquiry)
    make_reward(student, counselor)
    client.force_login(counselor)

    client.get(f"{register}?export=csv")

    entry = ModelLogEntry.objects.get(action=EXPORT)
    assert (entry.user, entry.data["count"]) == (counselor, 1)
    assert entry.message.startswith("Took inquiries out as a file (")


@pytest.mark.parametrize("register", [LIST, FOLLOW_UPS, REWARDS])
def test_a_register_asks_the_database_as_often_for_many(
    client, admin, counselor, course, register
):
    client.force_login(admin)

    def add(number):
        for _number in range(number):
            make_follow_up(make_inquiry(courses=[course], counselor=counselor))
            penalty = make_reward(make_user(), counselor, kind="penalty")
            file_appeal(decision=penalty, student=penalty.student, statement="Ill")

    add(2)
    few = count_queries(client, register)
    add(8)

    assert count_queries(client, register) == few <= 25


def test_the_menu_has_all_that_a_counselor_works_with(client, counselor):
    client.force_login(counselor)

    page = client.get(LIST).content.decode()

    for item in ("board/", "list/", "follow-ups/", "rewards/"):
        assert f"/admin/crm/{item}" in page


def test_a_register_begins_with_what_came_last(client, admin):
    first, *_others, last = [make_inquiry(f"Person {n}") for n in range(51)]
    client.force_login(admin)

    names = [inquiry.pk for inquiry in client.get(LIST).context["object_list"]]

    assert names[0] == last.pk
    assert first.pk not in names


def test_what_is_set_up_stands_apart_from_what_is_worked_with(rf, counselor):
    request = rf.get("/")
    request.user = counselor

    daily, set_up = (
        [
            str(item.label)
            for item in sorted(
                group().get_menu_item().menu.menu_items_for_request(request),
                key=lambda item: item.order,
            )
        ]
        for group in (CRMGroup, CRMSetUpGroup)
    )

    assert daily == [
        "Today’s desk",
        "New inquiry",
        "Board",
        "Inquiries",
        "Follow-ups",
        "Messages",
        "Reports",
        "Rewards",
        "Appeals",
    ]
    assert set_up == [
        "Message templates",
        "Holidays",
        "Import inquiries",
        "Possible duplicates",
    ]
