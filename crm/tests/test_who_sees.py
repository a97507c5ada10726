"""CRM-01: counselors see their own inquiries and those that nobody has, admins all."""

import pytest
from django.http import Http404

from common.exceptions import Refused
from crm.models import CRMSettings, Inquiry
from crm.permissions import get_inquiry_for, visible_inquiries
from crm.services import assign
from crm.tests.factories import make_inquiry


def test_a_counselor_sees_the_own_and_the_unassigned(
    counselor, inquiry, unassigned, foreign
):
    assert {*visible_inquiries(counselor)} == {inquiry, unassigned}


def test_an_admin_can_open_the_teams_to_all(counselor, inquiry, foreign):
    CRMSettings.objects.create(counselors_see_all=True)

    assert {*visible_inquiries(counselor)} == {inquiry, foreign}


def test_an_admin_sees_all(admin, inquiry, unassigned, foreign):
    assert visible_inquiries(admin).count() == 3


@pytest.mark.parametrize("who", ["teacher", "stranger", "suspended"])
def test_nobody_else_sees_any(request, who, unassigned):
    assert not visible_inquiries(request.getfixturevalue(who)).exists()


def test_another_counselors_inquiry_is_not_there(counselor, foreign):
    with pytest.raises(Http404):
        get_inquiry_for(counselor, foreign.uuid)


def test_the_address_of_what_was_merged_leads_on(counselor, inquiry):
    merged = make_inquiry(counselor=counselor, merged_into=inquiry)

    assert get_inquiry_for(counselor, merged.uuid) == inquiry


def test_a_counselor_takes_what_nobody_has(counselor, unassigned):
    assign(inquiry=unassigned, counselor=counselor, by=counselor)

    assert Inquiry.objects.get().counselor == counselor


def test_a_counselor_gives_nothing_away(counselor, other_counselor, inquiry):
    with pytest.raises(Refused) as refusal:
        assign(inquiry=inquiry, counselor=other_counselor, by=counselor)

    assert refusal.value.code == "not_yours_to_give"


def test_planned_contact_goes_with_the_inquiry(admin, other_counselor, inquiry):
    from crm.tests.factories import make_follow_up

    follow_up = make_follow_up(inquiry)

    assign(inquiry=inquiry, counselor=other_counselor, by=admin)

    follow_up.refresh_from_db()
    assert follow_up.counselor == other_counselor


def test_inquiries_belong_to_counselors(admin, teacher, inquiry):
    with pytest.raises(Refused) as refusal:
        assign(inquiry=inquiry, counselor=teacher, by=admin)

    assert refusal.value.code == "not_a_counselor"


@pytest.mark.parametrize(("who", "is_shown"), [("admin", True), ("counselor", False)])
def test_admins_alone_open_the_settings_of_the_crm(client, request, who, is_shown):
    client.force_login(request.getfixturevalue(who))

    page = client.get("/admin/settings/crm/crmsettings/", follow=True).content.decode()

    assert ("hot_from_score" in page) == is_shown


def test_working_days_are_ticked_by_their_names(client, admin):
    client.force_login(admin)
    kept = CRMSettings.load()
    address = f"/admin/settings/crm/crmsettings/{kept.pk}/"
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}

    client.post(
        address,
        {name: value for name, value in sent.items() if value}
        | {"working_days": ["0", "6"]},
    )

    assert CRMSettings.objects.get().working_days == [0, 6]
