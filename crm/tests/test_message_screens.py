"""CRM-04: counselors write, and see what became of it, in a few steps."""

from urllib.parse import quote

import pytest

from crm.models import ContactConsent, Message
from crm.tests.factories import agree, make_inquiry, make_message, make_template
from tests.browser import accessibility_violations

Asked = ContactConsent.Purpose


@pytest.fixture
def desk(client, counselor):
    client.force_login(counselor)
    return client


def write_to(inquiry):
    return f"/admin/crm/inquiries/{inquiry.uuid}/write/"


def form_of(answer):
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_template_is_read_with_the_persons_words_before_it_is_sent(desk, inquiry):
    template = make_template()

    answer = desk.get(write_to(inquiry), {"template": template.pk})

    assert "Dear Priya, about our courses." in answer.text


def test_what_was_edited_is_sent(desk, inquiry):
    template = make_template()
    form = form_of(desk.get(write_to(inquiry), {"template": template.pk}))

    desk.post(write_to(inquiry), {**form, "body": "Dear Priya, come by."})

    message = Message.objects.get()
    assert (message.body, message.template) == ("Dear Priya, come by.", template)


def test_a_refusal_stands_above_the_form_and_the_text_is_kept(desk, inquiry):
    form = form_of(desk.get(write_to(inquiry)))

    answer = desk.post(
        write_to(inquiry), {**form, "subject": "Hi", "body": "Until {next_date}!"}
    )

    assert "Nothing is known for {next_date}" in answer.text
    assert "Until {next_date}!" in answer.text


def test_a_missing_yes_is_said_before_anything_is_written(desk, inquiry):
    answer = desk.get(write_to(inquiry), {"medium": "sms"})

    assert "has not agreed to be written to by SMS" in answer.text
    assert 'name="body"' not in answer.text


def test_a_yes_on_the_phone_opens_the_way(desk, inquiry):
    address = f"/admin/crm/inquiries/{inquiry.uuid}/consent/?medium=sms"

    answer = desk.post(address, {"purpose": "messaging", "is_given": "1"}, follow=True)

    assert 'name="body"' in answer.text


def test_whatsapp_opens_with_the_text_and_asks_whether_it_was_sent(desk, inquiry):
    agree(inquiry, Asked.MESSAGING)
    form = form_of(desk.get(write_to(inquiry), {"medium": "whatsapp"}))

    answer = desk.post(write_to(inquiry), {**form, "body": "Hi & bye"}, follow=True)
    desk.post(answer.request["PATH_INFO"], {"do": "sent"})

    number = inquiry.phone_number.removeprefix("+")
    assert f"https://wa.me/{number}?text={quote('Hi & bye')}" in answer.text
    assert Message.objects.get().state == Message.State.SENT


def test_what_failed_says_why_and_can_be_tried_again(desk, inquiry):
    failed = make_message(inquiry, state="failed", error="No such address.")

    answer = desk.get(f"/admin/crm/messages/{failed.uuid}/")
    desk.post(f"/admin/crm/messages/{failed.uuid}/", {"do": "again"})

    failed.refresh_from_db()
    assert "No such address." in answer.text
    assert failed.state == Message.State.QUEUED


def test_a_reply_is_noted(desk, inquiry):
    form = form_of(desk.get(f"/admin/crm/inquiries/{inquiry.uuid}/reply/"))

    desk.post(
        f"/admin/crm/inquiries/{inquiry.uuid}/reply/",
        {
            "request_key": form["request_key"],
            "medium": "email",
            "at": "2026-01-05T10:30",
            "body": "Yes, please.",
        },
    )

    assert Message.objects.get().is_incoming


def test_the_list_holds_the_messages_of_whom_one_may_see(desk, inquiry, foreign):
    make_message(inquiry, state="failed", error="Full.")
    make_message(
        make_inquiry("Merged Away", merged_into=inquiry), subject="Of the merged"
    )
    make_message(foreign, subject="Not yours", state="failed")
    make_message(inquiry, subject="Went well", state="sent")

    whole = desk.get("/admin/crm/messages/").text
    failed = desk.get("/admin/crm/messages/", {"state": "failed"}).text

    assert "Of the merged" in whole
    assert "Not yours" not in whole
    assert "Full." in failed
    assert "Went well" not in failed


def test_the_list_costs_the_same_at_two_sizes(
    desk, counselor, inquiry, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(60) as captured:
            desk.get("/admin/crm/messages/")
        return len(captured)

    make_message(inquiry)
    queries()
    few = queries()
    for _each in range(8):
        make_message(make_inquiry(counselor=counselor), by=counselor)

    assert queries() == few


@pytest.mark.browser
def test_the_preview_follows_what_is_typed(browser, counselor, inquiry):
    agree(inquiry, Asked.MESSAGING)
    page = browser.open(f"{write_to(inquiry)}?medium=sms", user=counselor)

    page.get_by_label("Text").fill("Dear {first_name}, € " + "a" * 160)

    page.get_by_text("Dear Priya, €").wait_for()
    assert page.locator(".message-preview__count dd").first.inner_text() == "2"
    assert accessibility_violations(page) == []


@pytest.mark.browser
def test_a_word_is_put_where_the_cursor_stands(browser, admin):
    page = browser.open("/admin/crm/message-templates/new/", user=admin)
    page.locator("#id_body").fill("Dear ")

    page.get_by_role("button", name="Insert {first_name}").click()

    page.locator("#template-preview").get_by_text("Dear Priya").wait_for()
    assert page.locator("#id_body").input_value() == "Dear {first_name}"
    assert accessibility_violations(page) == []
