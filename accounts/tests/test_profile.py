"""What people say about themselves (ACC-01, ACC-02, ACC-03)."""

import datetime
import io
import struct
import zlib
import zoneinfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.forms.week import WeekField
from accounts.models import Status, StudentProfile, User
from accounts.services import set_status
from tests.factories import PASSWORD, make_user


@pytest.fixture
def person(client, db):
    person = make_user("paula")
    person.mark_email_verified()
    client.post("/accounts/login/", {"login": "paula", "password": PASSWORD})
    return person


@pytest.fixture
def instructor(client, teacher):
    client.force_login(teacher)
    return teacher


def save(client, **changes):
    page = client.get("/accounts/profile/")
    data = {}
    for form in (page.context["person_form"], page.context["role_form"]):
        if form is not None:
            for field in form.visible_fields():
                value = field.value()
                if field.name not in (
                    "avatar",
                    "weekly_availability",
                    "preferred_schedule",
                ):
                    data[field.html_name] = "" if value is None else value
    return client.post("/accounts/profile/", {**data, **changes}, follow=True)


def picture(format="JPEG", size=(800, 400), name="me.jpg", **options):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, format, **options)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


# --- The profile --------------------------------------------------------------------


def test_one_changes_what_one_says_about_oneself(client, person):
    response = save(
        client, first_name="Paulina", status_text="On holiday", phone="+43 1 234 567"
    )

    person.refresh_from_db()
    assert "Your profile is saved" in response.content.decode()
    assert (person.first_name, person.status_text, person.phone) == (
        "Paulina",
        "On holiday",
        "+43 1 234 567",
    )


def test_a_student_changes_the_own_student_fields(client, person):
    save(
        client,
        **{
            "student-guardian_name": "Pavel",
            "student-learning_style": "reading",
            "student-birth_date": "2001-04-05",
        },
    )

    profile = person.studentprofile
    profile.refresh_from_db()
    assert (profile.guardian_name, profile.learning_style, profile.birth_date) == (
        "Pavel",
        "reading",
        datetime.date(2001, 4, 5),
    )


def test_what_the_institute_decides_is_not_for_the_person_to_change(client, person):
    number = person.studentprofile.enrolment_number

    save(
        client,
        **{
            "student-status": "graduated",
            "student-enrolment_number": "1",
            "role": "admin",
            "status": "suspended",
        },
    )

    person.refresh_from_db()
    profile = StudentProfile.objects.get(user=person)
    assert (person.role, person.status) == ("student", "active")
    assert (profile.status, profile.enrolment_number) == ("active", number)


def test_a_teacher_sets_the_times_of_the_week(client, instructor):
    save(
        client,
        **{
            "teacher-weekly_availability-monday-from": ["14:00", "09:00", ""],
            "teacher-weekly_availability-monday-to": ["16:00", "12:30", ""],
            "teacher-specialisations": "Stars\n\nPlanets\nStars",
        },
    )

    profile = instructor.teacherprofile
    profile.refresh_from_db()
    assert profile.weekly_availability == {
        "monday": [["09:00", "12:30"], ["14:00", "16:00"]]
    }
    assert profile.specialisations == ["Stars", "Planets"]


@pytest.mark.parametrize(
    ("spans", "word"),
    [
        ([["09:00", ""]], "give both times"),
        ([["12:00", "09:00"]], "is not after"),
        ([["09:00", "12:00"], ["11:00", "13:00"]], "overlap"),
        ([["9 o’clock", "12:00"]], "give both times"),
        ([["25:00", "26:00"]], "give both times"),
    ],
)
def test_times_that_make_no_sense_are_named_with_their_day(spans, word):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=f"Tuesday: .*{word}"):
        WeekField(required=False).clean({"tuesday": spans})


def test_an_admin_without_any_profile_sees_the_page(client, admin):
    client.force_login(admin)

    assert client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_a_person_whose_profile_is_missing_gets_one_instead_of_an_error(
    role, client, db
):
    person = make_user(role=role)
    getattr(person, f"{role}profile").delete()
    client.force_login(person)

    assert client.get("/accounts/profile/").status_code == 200
    assert hasattr(User.objects.get(pk=person.pk), f"{role}profile")


def test_saving_an_old_page_does_not_undo_what_an_admin_did_meanwhile(client, person):
    stale = User.objects.get(pk=person.pk)
    set_status(user=person, status=Status.SUSPENDED)
    from accounts.forms.profile import UserProfileForm

    form = UserProfileForm(
        {"first_name": "New", "last_name": "Name", "timezone": "UTC"}, instance=stale
    )
    assert form.is_valid()
    form.save()

    assert User.objects.get(pk=person.pk).status == Status.SUSPENDED


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"phone": "call me"}, "not a phone number"),
        ({"timezone": "Mars/Olympus"}, "valid choice"),
        ({"student-birth_date": "2999-01-01"}, "a birth date"),
        ({"student-guardian_email": "pavel"}, "valid email"),
        ({"status_text": "x" * 141}, "140"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(changes, word, client, person):
    response = save(client, first_name="Changed", **changes)

    assert word in response.content.decode()
    assert User.objects.get(pk=person.pk).first_name == "Paula"


# --- The picture --------------------------------------------------------------------


def stored(person):
    person.refresh_from_db()
    return Image.open(person.avatar)


def test_a_picture_is_made_square_and_small(client, person):
    save(client, avatar=picture())

    assert stored(person).size == (512, 512)
    assert stored(person).format == "WEBP"


def test_where_a_picture_was_taken_is_not_kept(client, person):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 12.0, 30.0)}
    exif[0x010F] = "Camera of Paula"
    save(client, avatar=picture(exif=exif))

    assert dict(stored(person).getexif()) == {}


def test_the_name_of_the_file_is_not_kept(client, person):
    save(client, avatar=picture(name="../../paula at home.jpg"))

    person.refresh_from_db()
    assert "paula" not in person.avatar.name
    assert person.avatar.name.startswith("avatars/")


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0 cut off",
        b"GIF89a\x01\x00",
    ],
    ids=["svg", "html", "half a jpeg", "half a gif"],
)
def test_what_is_not_a_picture_is_refused(content, client, person):
    upload = SimpleUploadedFile("me.jpg", content, "image/jpeg")

    response = save(client, avatar=upload)

    assert "picture" in response.content.decode()
    person.refresh_from_db()
    assert not person.avatar


def test_a_picture_that_is_too_big_is_refused(client, person):
    bytes_ = SimpleUploadedFile(
        "me.jpg", b"\xff\xd8" + b"0" * (5 * 1024 * 1024), "image/jpeg"
    )

    assert (
        "The most that can be uploaded" in save(client, avatar=bytes_).content.decode()
    )


def test_a_picture_with_too_many_pixels_is_refused(client, person):
    content = bytearray(picture("PNG", (1, 1)).read())
    content[16:24] = struct.pack(">II", 12_000, 12_000)  # its head claims so
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    huge = SimpleUploadedFile("me.png", bytes(content), "image/png")

    assert "pixels" in save(client, avatar=huge).content.decode()


def test_a_new_picture_replaces_the_old_file(client, person):
    save(client, avatar=picture())
    person.refresh_from_db()
    old = person.avatar.name
    storage = person.avatar.storage

    save(client, avatar=picture(size=(300, 300)))

    assert not storage.exists(old)


def test_a_picture_can_be_taken_away(client, person):
    save(client, avatar=picture())
    save(client, **{"avatar-clear": "on"})

    person.refresh_from_db()
    assert not person.avatar


def test_pictures_are_for_members_only(client, person):
    save(client, avatar=picture())
    person.refresh_from_db()

    assert client.get(person.avatar.url).status_code == 200
    assert Client().get(person.avatar.url).status_code == 302


def test_the_time_zones_are_read_from_the_disk_once(client, person, monkeypatch):
    """Each reading opens 600 files: an import of 1,200 people took half a minute."""
    client.get("/accounts/profile/")
    monkeypatch.setattr(zoneinfo, "available_timezones", pytest.fail)

    page = save(client, timezone="Europe/Vienna")

    assert page.status_code == 200
    assert User.objects.get(pk=person.pk).timezone == "Europe/Vienna"
