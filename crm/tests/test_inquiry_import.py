"""CRM-01, CRM-02: a file becomes inquiries: columns named, every line checked, whole or not at all."""

import io
import zipfile
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from common.exceptions import Refused
from crm.importing import running
from crm.importing.columns import guess
from crm.importing.reading import read_table
from crm.models import Inquiry, InquiryImport, TimelineEntry
from crm.tests.factories import make_follow_up, make_inquiry
from tests.races import needs_row_locks, times_at_once

HEAD = "Full Name,Mobile No.,E-mail,Course,Source"


def table(*lines, head=HEAD):
    return "\n".join([head, *lines]).encode()


def checked(by, content, **defaults):
    """Return an import that waits for the word, its columns as they were guessed."""
    importing = running.upload(content=content, file_name="fair.csv", by=by)
    running.name_columns(
        importing=importing, mapping=importing.defaults["guess"], defaults=defaults
    )
    running.look(InquiryImport.objects.get(pk=importing.pk))
    return InquiryImport.objects.get(pk=importing.pk)


def carried_out(by, content, **defaults):
    importing = checked(by, content, **defaults)
    InquiryImport.objects.filter(pk=importing.pk).update(status="running")
    running.run(importing.pk)
    return InquiryImport.objects.get(pk=importing.pk)


def xlsx(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_columns_are_guessed_by_heading_and_by_what_stands_in_them():
    samples = [["Priya", "x", "p@example.org", "98123 45678"]]

    mapping = guess(["Student name", "Remarks", "A", "B"], samples)

    assert mapping == {"name": 0, "message": 1, "email": 2, "phone": 3}


def test_the_dry_run_says_what_becomes_of_each_line_and_changes_nothing(admin, inquiry):
    importing = checked(
        admin,
        table(
            "Noor Ali,98200 11111,,,",
            "N. Ali,+91 98200-11111,,,",
            f"Priya,,{inquiry.email.upper()},,",
            ",98200 22222,,,",
            "Jan,,not an address,,",
            "Jan,,,,",
            "Jan,98200 33333,,Alchemy,",
            "Jan,98200 33333,,,the moon",
        ),
    )

    assert running.counts_of(importing) == {"new": 1, "joined": 2, "refused": 5}
    assert [line["line"] for line in importing.lines] == [3, 4, 5, 6, 7, 8, 9]
    assert "line 2" in importing.lines[0]["reason"]
    assert Inquiry.objects.count() == 1


def test_what_is_new_has_all_that_a_captured_inquiry_has(admin, counselor, course):
    carried_out(
        admin,
        table(f"Noor  Ali,098200 11111,Noor@Example.org,{course.title},walk-in"),
        campaign="fair",
        counselor=counselor.pk,
        consent="You may call me.",
    )

    new = Inquiry.objects.get()
    assert (new.name, new.phone_number, new.email) == (
        "Noor Ali",
        "+919820011111",
        "noor@example.org",
    )
    assert (new.source, new.campaign, new.channel) == ("walk_in", "fair", "import")
    assert (new.counselor, [*new.courses.all()]) == (counselor, [course])
    assert [each.kind for each in new.timeline.all()] == ["captured"]
    assert [each.after for each in new.status_changes.all()] == ["new"]
    assert [each.wording for each in new.consents.all()] == ["You may call me."]
    assert new.email_key == "noor@example.org"


def test_who_asked_before_is_noted_there(admin, inquiry):
    carried_out(admin, table(f"Priya S,{inquiry.phone},,,"))

    entry = inquiry.timeline.get()
    assert Inquiry.objects.get() == inquiry
    assert (entry.kind, entry.data["name"]) == ("asked_again", "Priya S")


def test_a_number_is_a_households_and_an_address_one_persons(admin, inquiry):
    importing = checked(
        admin,
        table(
            f"Rahul Sharma,{inquiry.phone},,,",
            f"Asha Sharma,{inquiry.phone},asha@example.org,,",
            f"Rahul Sharma,{inquiry.phone},,,",
            "The Sharmas,,Asha@example.org,,",
        ),
    )

    assert running.counts_of(importing) == {"new": 2, "joined": 2, "refused": 0}
    assert [line["reason"][-7:-1] for line in importing.lines] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    ("outcome", "status"), [("reached", "contacted"), ("no_answer", "new")]
)
def test_a_lost_one_comes_back_to_where_it_had_come(admin, outcome, status):
    lost = make_inquiry("Priya Rao", status="lost", lost_reason="time")
    make_follow_up(lost, status="completed", outcome=outcome)

    carried_out(admin, table(f"Priya,{lost.phone},,,"))

    lost.refresh_from_db()
    assert (lost.status, lost.lost_reason) == (status, "")


def test_a_student_gets_an_inquiry_of_its_own(admin):
    enrolled = make_inquiry("Priya Rao", status="enrolled")

    carried_out(admin, table(f"Priya,{enrolled.phone},,,"))

    assert Inquiry.objects.count() == 2


def test_what_came_in_is_scored_and_given_out_in_turn(
    admin, counselor, other_counselor, django_capture_on_commit_callbacks
):
    lines = [f"Person {number},98200 1111{number},,," for number in range(4)]

    with django_capture_on_commit_callbacks(execute=True):
        carried_out(admin, table(*lines))

    given = [each.counselor for each in Inquiry.objects.order_by("pk")]
    assert given == [counselor, other_counselor] * 2
    assert all(each.score and each.scored_at for each in Inquiry.objects.all())


def test_an_import_that_breaks_brings_in_nothing_and_can_be_started_again(
    admin, monkeypatch, django_capture_on_commit_callbacks
):
    content = table("Noor,98200 11111,,,")
    with monkeypatch.context() as patch:
        patch.setattr(TimelineEntry.objects, "bulk_create", lambda *a, **b: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carried_out(admin, content)
    failed = InquiryImport.objects.get()
    assert (failed.status, Inquiry.objects.count()) == ("failed", 0)

    with django_capture_on_commit_callbacks(execute=True):
        assert running.start_again(failed)

    failed.refresh_from_db()
    assert (failed.status, failed.done, bytes(failed.content)) == ("done", 1, b"")


def test_what_a_worker_left_behind_is_taken_up_and_nothing_is_doubled(
    admin, django_capture_on_commit_callbacks
):
    importing = checked(admin, table("Noor,98200 11111,,,"))
    InquiryImport.objects.update(status="running")

    with django_capture_on_commit_callbacks(execute=True):
        running.start_again(importing)
    running.run(importing.pk)

    assert Inquiry.objects.count() == 1
    assert not running.start_again(importing)


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_person_at_once_make_one_inquiry(admin):
    imports = [checked(admin, table("Noor,98200 11111,,,")) for _ in "12"]
    InquiryImport.objects.update(status="running")

    times_at_once(2, lambda number: running.run(imports[number].pk))

    assert Inquiry.objects.count() == 1
    assert Inquiry.objects.get().timeline.count() == 2


def test_a_spreadsheet_is_known_by_its_content_and_formulas_are_values(admin):
    content = xlsx(["Name", "Phone", "Course"], ["Noor", 9820011111.0, "=1+1"])

    lines = [cells for _line, cells in read_table(content)]

    # Nobody has opened the file since it was written, so the formula has no value yet.
    assert lines == [["Name", "Phone", "Course"], ["Noor", "9820011111"]]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    return file.getvalue()


def long_sheet() -> bytes:
    """A sheet that unpacks to more than any other kind of file in an archive may."""
    random = Random(1)
    lines = (f"{random.randbytes(20).hex()}{' ' * 200}" for _ in range(100_000))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook>")
        archive.writestr("xl/worksheets/sheet1.xml", "".join(lines))
    return file.getvalue()


def other_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", b"No table in here")
    return file.getvalue()


def not_a_book() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb, "zip_bomb"),
        (long_sheet, "not_xlsx"),
        (other_archive, "not_xlsx"),
        (not_a_book, "not_xlsx"),
        (lambda: b"PK\x03\x04 nothing", "not_xlsx"),
        (lambda: b"\xd0\xcf\x11\xe0old", "old_excel"),
        (lambda: b"", "empty"),
        (HEAD.encode, "no_people"),
        (lambda: b"x" * (20 * 1024 * 1024 + 1), "too_big"),
    ],
    ids=[
        "bomb",
        "long",
        "other",
        "no book",
        "broken",
        "old",
        "empty",
        "nobody",
        "big",
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(admin, content, code):
    with pytest.raises(Refused) as refusal:
        running.upload(content=content(), file_name="x", by=admin)

    assert refusal.value.code == code


@pytest.mark.parametrize("mapping", [{"phone": 1}, {"name": 0}])
def test_a_name_and_a_way_to_reach_people_have_to_be_named(admin, mapping):
    importing = running.upload(content=table("Noor,1,,,"), file_name="x.csv", by=admin)

    with pytest.raises(Refused):
        running.name_columns(importing=importing, mapping=mapping, defaults={})


def test_the_screens_lead_from_the_file_to_the_report(
    client, counselor, django_capture_on_commit_callbacks
):
    client.force_login(counselor)
    file = SimpleUploadedFile("fair.csv", table("Noor,98200 11111,,,", "=Jan,,,,"))
    answer = client.post(reverse("crm:import"), {"file": file}, follow=True)
    assert answer.context["columns"][1]["field"] == "phone"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            answer.redirect_chain[-1][0],
            {"column-0": "name", "column-1": "phone", "source": "phone"},
        )
    importing = InquiryImport.objects.get()
    report = reverse("crm:import_report", args=[importing.uuid])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(report)

    assert Inquiry.objects.get().source == "phone"
    assert "This is what happened" in client.get(report).content.decode()
    refused = client.get(reverse("crm:import_refused", args=[importing.uuid]))
    lines = refused.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == f"{HEAD},Why it was refused"
    assert lines[1].startswith("'=Jan,,,,,There is neither")


def test_a_counselor_sees_the_own_imports_only(client, admin, counselor):
    importing = checked(admin, table("Noor,98200 11111,,,"))
    client.force_login(counselor)

    answer = client.get(reverse("crm:import_report", args=[importing.uuid]))

    assert answer.status_code == 404


def test_queries_do_not_grow_with_the_lines(admin, django_assert_max_num_queries):
    lines = [f"Person {n},98200 {n:05},,," for n in range(900)]

    # SQLite takes a few hundred rows at a time.
    with django_assert_max_num_queries(100):
        carried_out(admin, table(*lines))

    assert Inquiry.objects.count() == 900


def test_a_running_import_asks_for_its_progress_without_reloading(client, admin):
    importing = checked(admin, table("Priya,98123 45678,,,"))
    InquiryImport.objects.filter(pk=importing.pk).update(status="running")
    address = reverse("crm:import_report", args=[importing.uuid])
    client.force_login(admin)

    page = client.get(address).content.decode()

    assert f'hx-get="{address}" hx-trigger="every 2s"' in page
    assert 'http-equiv="refresh"' not in page
