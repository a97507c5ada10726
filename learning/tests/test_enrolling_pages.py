"""Enrolling from the course page, and from a lesson that is closed (LRN-01, LRN-02)."""

import pytest

from learning.models import Enrolment, EnrolmentRequest, LessonPage
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def publish(course, **fields):
    for name, value in fields.items():
        setattr(course, name, value)
    course.save_revision().publish()
    course.refresh_from_db()


def post(client, course, action="enrol", **data):
    return client.post(f"/learn/courses/{course.pk}/{action}/", data, follow=True)


def words(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("policy", "offers", "field"),
    [
        ("open", "Enrol", None),
        ("key", "Enrol", b'name="key"'),
        ("approval", "Ask to join", b'name="message"'),
        ("staff", "The academy enrols students", None),
    ],
)
def test_the_course_page_offers_what_its_policy_allows(
    client, course, stranger, policy, offers, field
):
    publish(course, enrolment_policy=policy, enrolment_key="key")
    client.force_login(stranger)
    page = client.get(course.url)
    assert offers in page.content.decode()
    assert (f"/learn/courses/{course.pk}/enrol/" in page.content.decode()) == (
        policy != "staff"
    )
    assert field is None or field in page.content


def test_visitors_get_a_way_to_log_in_and_no_form(client, course):
    page = client.get(course.url).content.decode()
    assert f"/accounts/login/?next={course.url}" in page
    assert "csrfmiddlewaretoken" not in page


def test_enrolling_leads_back_with_a_word(client, course, stranger):
    client.force_login(stranger)
    response = post(client, course)
    assert response.redirect_chain[-1][0] == course.url
    assert words(response) == ["You are enrolled. Have a good start!"]
    assert "Start" in response.content.decode()


def test_a_closed_lesson_offers_to_enrol_and_then_opens(
    client, course, lessons, stranger
):
    client.force_login(stranger)
    closed = client.get(lessons[1].url)
    assert closed.status_code == 403
    assert f'name="next" value="{lessons[1].url}"' in closed.content.decode()
    response = post(client, course, next=lessons[1].url)
    assert response.redirect_chain[-1][0] == lessons[1].url
    assert b"About Planets" in response.content


def test_enrolling_never_leads_to_another_site(client, course, stranger):
    client.force_login(stranger)
    response = post(client, course, next="https://example.org/")
    assert response.redirect_chain[-1][0] == course.url


def test_after_eight_wrong_keys_one_has_to_wait(client, course, stranger):
    publish(course, enrolment_policy="key", enrolment_key="right")
    client.force_login(stranger)
    for _ in range(8):
        assert "isn't the key" in words(post(client, course, key="wrong"))[-1]
    assert "Too many" in words(post(client, course, key="right"))[-1]
    assert not Enrolment.objects.filter(student=stranger).exists()
    other = make_user("other")
    client.force_login(other)
    post(client, course, key="right")
    assert Enrolment.objects.filter(student=other).exists()


def test_a_request_can_be_made_and_taken_back(client, course, stranger):
    publish(course, enrolment_policy="approval")
    client.force_login(stranger)
    page = post(client, course, message="<b>Please</b>")
    assert "waits for an answer" in page.content.decode()
    request = EnrolmentRequest.objects.get()
    assert request.message == "<b>Please</b>"
    for _ in range(2):
        client.post(f"/learn/requests/{request.uuid}/withdraw/")
    request.refresh_from_db()
    assert request.status == "withdrawn"


def test_nobody_takes_back_the_request_of_somebody_else(client, course, stranger):
    publish(course, enrolment_policy="approval")
    client.force_login(stranger)
    post(client, course)
    client.force_login(make_user("nosy"))
    address = f"/learn/requests/{EnrolmentRequest.objects.get().uuid}/withdraw/"
    assert client.post(address).status_code == 404


def test_a_full_course_tells_the_place_in_line(client, course, student, stranger):
    publish(course, capacity=1)
    client.force_login(stranger)
    assert "All places are taken" in client.get(course.url).content.decode()
    assert "You are number 1" in post(client, course).content.decode()


def test_leaving_and_coming_back(client, course, student):
    client.force_login(student)
    assert "Your progress is kept" in words(post(client, course, "leave"))[0]
    page = client.get(course.url).content.decode()
    assert "Come back" in page
    post(client, course)
    assert Enrolment.objects.get(student=student).status == "active"


@pytest.mark.parametrize("policy", ["open", "approval"])
def test_a_double_click_on_enrol_counts_once(client, course, stranger, policy):
    publish(course, enrolment_policy=policy)
    client.force_login(stranger)
    first, second = (words(post(client, course)) for _ in range(2))
    assert first == second
    rows = Enrolment.objects.filter(student=stranger).count()
    assert rows + EnrolmentRequest.objects.filter(student=stranger).count() == 1


def test_a_double_click_on_leave_gets_a_word(client, course, student):
    client.force_login(student)
    for _ in range(2):
        response = post(client, course, "leave")
        assert response.status_code == 200
        assert words(response)


@pytest.mark.parametrize("action", ["enrol", "leave", "complete"])
def test_actions_need_a_post_and_a_login(client, course, student, action):
    address = f"/learn/courses/{course.pk}/{action}/"
    assert client.post(address).url.startswith("/accounts/login/")
    client.force_login(student)
    assert client.get(address).status_code == 405


def test_a_course_that_is_gone_or_unpublished_gets_a_clear_word(
    client, course, stranger
):
    client.force_login(stranger)
    course.unpublish()
    response = client.post(f"/learn/courses/{course.pk}/enrol/")
    assert response.url == "/dashboard/"
    assert client.post("/learn/courses/999999/enrol/").url == "/dashboard/"


def test_a_course_unpublished_while_studied_stays_open_to_its_students(
    client, course, lessons, student, stranger
):
    course.unpublish()
    client.force_login(student)
    assert client.get(lessons[1].url).status_code == 200
    assert client.post(f"/learn/lessons/{lessons[1].pk}/done/").status_code == 302
    client.force_login(stranger)
    assert client.get(lessons[1].url).status_code == 404


def test_a_lesson_unpublished_while_open_gets_a_clear_word(client, lessons, student):
    client.force_login(student)
    LessonPage.objects.get(pk=lessons[1].pk).unpublish()
    response = client.post(f"/learn/lessons/{lessons[1].pk}/done/")
    assert response.url == "/dashboard/"
