"""A table of people is checked, then carried out whole or not at all (ACC-10)."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from accounts import audit
from accounts.importing.checking import check
from accounts.importing.reading import TEMPLATE, read_table
from accounts.models import PeopleImport, Role, User
from accounts.services import set_role
from accounts.tests.people_tables import HEAD, table, upload
from common.exceptions import Refused
from tests.factories import make_user


def judged(admin, *lines):
    return check(read_table(table(*lines)), by=admin)


@pytest.fixture
def say_the_word(desk, django_capture_on_commit_callbacks):
    def say(*lines, **data):
        upload(desk, table(*lines))
        people_import = PeopleImport.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(f"/admin/people/import/{people_import.uuid}/", data)
        people_import.refresh_from_db()
        return people_import

    return say


# --- Reading ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        table("ada,ada@example.org,Ada,Løvelace,,"),
        b"\xef\xbb\xbf" + table("ada,ada@example.org,Ada,Løvelace,,"),
        table("ada,ada@example.org,Ada,Løvelace,,").decode().encode("utf-16"),
        table("ada,ada@example.org,Ada,Løvelace,,").replace(b",", b";"),
        table("ada,ada@example.org,Ada,Løvelace,,").replace(b",", b"\t"),
        table("ada,ada@example.org,Ada,Løvelace,,").replace(b"\n", b"\r\n"),
    ],
    ids=["utf-8", "with mark", "utf-16", "semicolons", "tabs", "windows"],
)
def test_tables_from_different_programs_can_be_read(content):
    assert read_table(content)[0].values["last_name"] == "Løvelace"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (HEAD.encode(), "no people"),
        (b"name,email\nAda,a@example.org", "missing: first_name, last_name"),
        (b"email,first_name,last_name,salary\n", "not known: salary"),
        (b"email,email,first_name,last_name\n", "named twice"),
        (table("ada,ada@example.org,Ada,L") + "øvelace".encode("latin-1"), "Line 2"),
        (b"\x89PNG\r\n\x1a\n\0\0", "can't be read"),
        (b"email,first_name,last_name\n\0", "not a CSV"),
        (b"\xff\xfe\x00", "can't be read"),
        (b"x" * (5 * 1024 * 1024 + 1), "too big"),
        (table(*["a,a@example.org,A,B,,"] * 10_001), "too long"),
        (table('ada,"ada@example.org,Ada' + "x" * 200_000), "quotation mark"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(content, word):
    with pytest.raises(Refused, match=word):
        read_table(content)


def test_the_table_to_fill_in_can_be_read_itself(admin):
    lines = check(read_table(TEMPLATE.encode()), by=admin)

    assert [line["verdict"] for line in lines] == ["create", "create"]


# --- Checking -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ada,,Ada,L,,", "email is empty"),
        ("ada,ada@example.org,,L,,", "first_name is empty"),
        ("ada,nowhere,Ada,L,,", "valid email"),
        ("ada,ada@example.org,Ada,L,king,", "not a role"),
        ("ada,ada@example.org,Ada,L,super_admin,", "above your own"),
        ("ada,ada@example.org,Ada,L,,call me", "phone"),
        ("a@b.org,ada@example.org,Ada,L,,", "without the sign"),
        ("a b,ada@example.org,Ada,L,,", "valid username"),
        ("Stranger,ada@example.org,Ada,L,,", "belongs to somebody else"),
        ("ada,Stranger@example.org,Ada,L,,", "belongs to “stranger”"),
        ("ada,ada@example.org,=1+1,L,,", "formula"),
        ("ada,ada@example.org,Ada,@SUM(A1),,", "formula"),
        ("-ada,ada@example.org,Ada,L,,", "formula"),
        ("ada,ada@example.org,Ada,L,,,more", "more cells"),
        (f"ada,ada@example.org,{'A' * 151},L,,", "too long"),
        (f"ada,{'a' * 250}@example.org,Ada,L,,", "email is too long"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_with_its_reason(
    line, reason, admin, stranger
):
    [verdict] = judged(admin, line)

    assert verdict["verdict"] == "refuse"
    assert reason in verdict["reason"]


def test_a_cell_below_no_heading_is_refused_in_its_line(admin):
    head = b"email,first_name,last_name,\n"
    rows = read_table(head + b"ada@example.org,Ada,L,vip\nbob@example.org,Bob,B,\n")

    ada, bob = check(rows, by=admin)

    assert (ada["verdict"], bob["verdict"]) == ("refuse", "create")
    assert "more cells" in ada["reason"]
    assert "" not in bob["values"]


def test_a_line_about_a_super_admin_is_refused_to_an_admin(admin, super_admin):
    [line] = judged(admin, ",root@example.org,New,Name,,")

    assert "may not change" in line["reason"]


def test_the_same_person_twice_in_the_file_counts_once(admin):
    lines = judged(
        admin,
        "ada,ada@example.org,Ada,L,,",
        "other,ADA@example.org,Ada,L,,",
        "ADA,different@example.org,Ada,L,,",
    )

    assert [line["verdict"] for line in lines] == ["create", "refuse", "refuse"]
    assert "Line 2 has the same email" in lines[1]["reason"]
    assert "Line 2 has the same username" in lines[2]["reason"]


def test_missing_usernames_are_made_and_differ(admin):
    make_user("ada")
    lines = judged(
        admin,
        ",ada@a.example,Ada,L,,",
        ",ada@b.example,Ada,L,,",
        ",ada@c.example,A,B,,",
    )

    assert [line["values"]["username"] for line in lines] == ["ada2", "ada3", "ada4"]


@pytest.mark.parametrize("taken", [[], ["info", "info2", "info300"]])
def test_one_mail_name_at_many_schools_takes_few_queries(
    taken, admin, django_assert_max_num_queries
):
    for name in taken:
        make_user(name, email=f"{name}@elsewhere.example")
    lines = [f",info@school-{number}.example,In,Fo,," for number in range(200)]

    with django_assert_max_num_queries(6):
        lines = judged(admin, *lines)

    names = {line["values"]["username"] for line in lines}
    assert len(names) == 200
    assert not names & {*taken}


def test_mail_names_that_others_have_take_few_queries(
    admin, django_assert_max_num_queries
):
    for number in range(40):
        make_user(f"u{number}", email=f"u{number}@elsewhere.example")
    lines = [f",u{number}@example.org,In,Fo,," for number in range(40)]

    with django_assert_max_num_queries(6):
        lines = judged(admin, *lines)

    # "u1" becomes "u12", "u13" and so on, which are other people's names too.
    assert len({line["values"]["username"] for line in lines}) == 40


def test_what_is_the_same_already_stays_as_it_is(admin, stranger):
    [line] = judged(admin, "stranger,stranger@example.org,Stranger,Tester,,")

    assert line["verdict"] == "same"


def test_an_empty_cell_changes_nothing(admin, stranger):
    User.objects.filter(pk=stranger.pk).update(phone="123 456")

    [line] = judged(admin, ",stranger@example.org,Stranger,Tester,,")

    assert line["verdict"] == "same"


@pytest.mark.parametrize("number", [20, 5000])
def test_thousands_of_lines_are_checked_in_a_handful_of_queries(
    number, admin, django_assert_max_num_queries
):
    rows = read_table(
        table(
            *[f"u{n},u{n}@example.org,First{n},Last{n},student," for n in range(number)]
        )
    )

    with django_assert_max_num_queries(25):
        lines = check(rows, by=admin)

    assert len(lines) == number


# --- Looking at it, then the word ---------------------------------------------------


def test_uploading_changes_nothing_and_tells_what_would_happen(desk, stranger):
    page = upload(
        desk,
        table(
            "ada,ada@example.org,Ada,L,teacher,",
            ",stranger@example.org,Newname,Tester,,",
            "bad,nowhere,A,B,,",
        ),
    ).content.decode()

    assert not User.objects.filter(username="ada").exists()
    assert "1 new person" in page
    assert "first_name: Stranger → Newname" in page
    assert "valid email" in page


def test_the_word_makes_and_changes_people_with_all_that_belongs_to_them(
    say_the_word, stranger
):
    say_the_word(
        "ada,Ada@example.org,Ada,L,teacher,+43 123",
        "bob,bob@example.org,Bob,B,,",
        ",stranger@example.org,Newname,Tester,counselor,",
    )

    ada, bob = (User.objects.get(username=name) for name in ("ada", "bob"))
    stranger.refresh_from_db()
    assert ada.groups.get().name == "Teachers"
    assert ada.teacherprofile
    assert ada.email == "ada@example.org"
    assert bob.studentprofile.enrolment_number
    assert bob.groups.get().name == "Students"
    assert not bob.has_usable_password()
    assert (stranger.first_name, stranger.role) == ("Newname", Role.COUNSELOR)


def test_lines_that_were_refused_are_left_out_and_the_others_come_in(say_the_word):
    done = say_the_word("ada,ada@example.org,Ada,L,,", "bad,nowhere,A,B,,")

    assert done.status == PeopleImport.Status.DONE
    assert User.objects.filter(username="ada").exists()
    assert not User.objects.filter(username="bad").exists()


def test_everybody_new_gets_a_letter_if_that_was_wished(say_the_word):
    say_the_word("ada,ada@example.org,Ada,L,,", invite="on")

    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_nobody_gets_a_letter_otherwise(say_the_word):
    say_the_word("ada,ada@example.org,Ada,L,,")

    assert mail.outbox == []


def test_a_name_taken_meanwhile_stops_everything(
    desk, django_capture_on_commit_callbacks
):
    upload(desk, table("one,one@example.org,A,B,,", "ada,ada@example.org,Ada,L,,"))
    people_import = PeopleImport.objects.get()
    make_user("ada", email="other@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(f"/admin/people/import/{people_import.uuid}/", follow=True)
    people_import.refresh_from_db()

    assert page.status_code == 200
    assert people_import.status == PeopleImport.Status.FAILED
    assert "Line 3" in people_import.error
    assert not User.objects.filter(username="one").exists()


def test_who_lost_the_right_meanwhile_imports_nobody(
    desk, admin, super_admin, django_capture_on_commit_callbacks
):
    upload(desk, table("ada,ada@example.org,Ada,L,,"))
    people_import = PeopleImport.objects.get()
    from accounts.importing import running

    with django_capture_on_commit_callbacks() as waiting:
        running.start(people_import=people_import, sends_invitations=False)
    set_role(user=admin, role=Role.TEACHER, by=super_admin)
    waiting[0]()

    people_import.refresh_from_db()
    assert people_import.status == PeopleImport.Status.FAILED
    assert not User.objects.filter(username="ada").exists()


def test_the_button_pressed_twice_imports_once(
    desk, django_capture_on_commit_callbacks
):
    upload(desk, table("ada,ada@example.org,Ada,L,,"))
    address = f"/admin/people/import/{PeopleImport.objects.get().uuid}/"

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address)
        page = desk.post(address, follow=True)

    assert "started already" in page.content.decode()
    assert User.objects.filter(username="ada").count() == 1


def test_only_who_uploaded_a_file_says_the_word(desk, client):
    upload(desk, table("ada,ada@example.org,Ada,L,,"))
    address = f"/admin/people/import/{PeopleImport.objects.get().uuid}/"
    client.force_login(make_user("second", Role.ADMIN))

    assert client.post(address).status_code == 404


@pytest.mark.parametrize("number", [20, 1200])
def test_many_people_are_made_in_few_queries(
    number, say_the_word, django_assert_max_num_queries
):
    lines = [f"u{n},u{n}@example.org,F{n},L{n},student," for n in range(number)]

    with django_assert_max_num_queries(180):
        say_the_word(*lines)

    assert User.objects.filter(role=Role.STUDENT).count() == number


def test_an_import_is_written_down_for_each_person(say_the_word):
    say_the_word("ada,ada@example.org,Ada,L,,")

    entry = ModelLogEntry.objects.for_instance(User.objects.get(username="ada")).get()
    assert (entry.action, entry.user.username) == (audit.IMPORT, "amara")


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.COUNSELOR])
def test_nobody_else_comes_near(role, client, db):
    client.force_login(make_user(role=role))

    for path in ("", "template/", "00000000-0000-0000-0000-000000000000/"):
        assert client.get(f"/admin/people/import/{path}").status_code in (302, 403)


def test_a_file_that_can_not_be_read_is_told_on_the_page(desk):
    page = upload(desk, b"name\nAda").content.decode()

    assert "missing: email, first_name, last_name" in page
    assert not PeopleImport.objects.exists()
