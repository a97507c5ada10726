"""Certificates that anybody can check and nobody can guess (LRN-06)."""

import pytest
from django.utils import timezone

from learning.certificates import (
    is_well_formed,
    issue_certificate,
    new_number,
    normalise,
    revoke_certificate,
)
from learning.certificates.numbers import ALPHABET, check_character
from learning.exceptions import Refused
from learning.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(student):
    enrolment = Enrolment.objects.get(student=student)
    enrolment.completed_at = timezone.now()
    enrolment.save()
    return issue_certificate(enrolment=enrolment)


def test_a_number_is_well_formed_and_read_in_any_writing():
    number = new_number()
    assert is_well_formed(number)
    assert normalise(f"  {number.lower().replace('-', ' ')} ") == number


def test_every_slip_of_one_letter_and_every_swap_of_two_is_noticed():
    body = "7K3Q9XTP"
    right = check_character(body)
    for place in range(len(body)):
        for letter in set(ALPHABET) - {body[place]}:
            assert check_character(body[:place] + letter + body[place + 1 :]) != right
    for place in range(len(body) - 1):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert swapped == body or check_character(swapped) != right


def test_nobody_gets_one_before_the_course_is_completed(student):
    with pytest.raises(Refused):
        issue_certificate(enrolment=Enrolment.objects.get(student=student))


def test_asking_twice_gives_the_same(certificate):
    assert issue_certificate(enrolment=certificate.enrolment) == certificate


def test_anybody_can_check_it(client, certificate, course):
    page = client.get(f"/certificates/{certificate.number}/").content.decode()
    assert "is genuine" in page
    assert certificate.student_name in page


def test_it_says_what_was_true_on_its_day(client, certificate, course, student):
    course.title = "Renamed"
    course.save_revision().publish()
    page = client.get(f"/certificates/{certificate.number}/").content.decode()
    assert "Astronomy" in page
    assert "Renamed" not in page


def test_a_revoked_one_says_so_and_why(client, certificate, admin):
    revoke_certificate(certificate=certificate, by=admin, reason="Issued by mistake")
    page = client.get(f"/certificates/{certificate.number}/").content.decode()
    assert "was revoked" in page
    assert "Issued by mistake" in page


def test_only_staff_revokes(certificate, teacher):
    with pytest.raises(Refused):
        revoke_certificate(certificate=certificate, by=teacher, reason="Dislike")


def test_an_unknown_number_and_a_typing_mistake_get_different_words(
    client, certificate
):
    assert client.get(f"/certificates/{new_number()}/").status_code == 404
    wrong = client.get("/certificates/", {"number": "JV-2222-2222-Z"}).content.decode()
    assert "typing mistake" in wrong
    right = client.get("/certificates/", {"number": certificate.number.lower()})
    assert right.url == f"/certificates/{certificate.number}/"


def test_the_paper_is_for_those_whom_it_concerns(
    client, certificate, student, stranger, teacher, other_teacher, admin
):
    address = f"/certificates/{certificate.number}.pdf"
    assert client.get(address).url.startswith("/accounts/login/")
    for user, status in [
        (student, 200),
        (teacher, 200),
        (admin, 200),
        (stranger, 403),
        (other_teacher, 403),
    ]:
        client.force_login(user)
        assert client.get(address).status_code == status, user


@pytest.mark.parametrize(
    "name", ["Stella Tester", "अनन्या शर्मा", "ليلى حداد", "Ζωή Ωραία", "A" * 200]
)
def test_the_paper_is_a_pdf_with_the_name_in_its_script(
    client, certificate, student, name
):
    type(certificate).objects.update(student_name=name)
    client.force_login(student)
    response = client.get(f"/certificates/{certificate.number}.pdf")
    assert response.content.startswith(b"%PDF-")
    assert len(response.content) > 10_000
