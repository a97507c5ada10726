"""Handed-in files are private, and never run in our origin (ASM-05)."""

import csv
import io
import zipfile

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext

from assessment.bundles import safe_name
from assessment.models import SubmissionFile
from assessment.services.submissions import add_file
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import PDF, hand_in, upload
from learning.files import decide_file
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(course):
    return make_assignment(course, max_files=9)


@pytest.fixture
def archive(assignment, client, teacher):
    """Return the ZIP that a teacher gets, as one opened."""

    def fetch(query=""):
        client.force_login(teacher)
        answer = client.get(f"/assignments/{assignment.uuid}/download/{query}")
        assert answer.headers["Content-Type"] == "application/zip"
        content = b"".join(answer.streaming_content)
        opened = zipfile.ZipFile(io.BytesIO(content))
        assert opened.testzip() is None
        return opened

    return fetch


def test_nobody_gets_a_submission_by_its_place_in_the_storage(
    client, assignment, student, teacher, super_admin
):
    file = hand_in(assignment, student, files=[upload()]).files.get()
    for person in (student, teacher, super_admin):
        client.force_login(person)
        assert client.get(f"/media/{file.file.name}").status_code == 404
        assert not decide_file(person, file.file.name)[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("essay.pdf", PDF),
        ("words.txt", b"<script>alert(1)</script>"),
    ],
)
def test_every_file_is_a_download_that_no_browser_opens(
    client, assignment, student, name, content
):
    file = hand_in(assignment, student, files=[upload(name, content)]).files.get()
    client.force_login(student)
    answer = client.get(f"/submissions/files/{file.uuid}/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == content
    if name != "essay.pdf":
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_draft_is_its_students_alone(client, assignment, student, teacher, admin):
    file = add_file(assignment=assignment, student=student, upload=upload())
    for person, status in [(student, 200), (teacher, 404), (admin, 404)]:
        client.force_login(person)
        assert client.get(f"/submissions/files/{file.uuid}/").status_code == status
    client.force_login(teacher)
    assert client.post(f"/submissions/files/{file.uuid}/remove/").status_code == 404
    assert SubmissionFile.objects.exists()


def test_a_classmates_file_can_not_be_taken_into_the_own_draft(
    client, course, assignment, student
):
    file = hand_in(assignment, student, files=[upload()]).files.get()
    mate = make_user("mate")
    enrol(mate, course)
    client.force_login(mate)
    for said in (file.uuid, "nonsense"):
        answer = client.post(f"/assignments/{assignment.uuid}/files/", {"again": said})
        assert answer.status_code == 404


def test_a_file_that_is_gone_from_the_storage_is_not_found(client, assignment, student):
    file = hand_in(assignment, student, files=[upload()]).files.get()
    file.file.storage.delete(file.file.name)
    client.force_login(student)
    assert client.get(f"/submissions/files/{file.uuid}/").status_code == 404


# --- All of them as one file


def test_there_is_a_folder_for_each_student_and_a_table_of_all(
    archive, assignment, student
):
    files = [
        upload("Übung 1.pdf"),
        upload("übung 1.pdf", PDF + b"2"),
        upload("a.txt", b"x"),
    ]
    hand_in(assignment, student, "Grüße", files=files)
    opened = archive()
    folder = "Stella Tester (stella)"
    assert opened.namelist() == [
        "contents.csv",
        f"{folder}/text.txt",
        f"{folder}/Übung 1.pdf",
        f"{folder}/übung 1 (2).pdf",
        f"{folder}/a.txt",
    ]
    assert opened.read(f"{folder}/text.txt").decode() == "Grüße"
    assert opened.read(f"{folder}/übung 1 (2).pdf") == PDF + b"2"
    rows = list(
        csv.DictReader(io.StringIO(opened.read("contents.csv").decode("utf-8-sig")))
    )
    assert [row["path"] for row in rows] == opened.namelist()[1:]
    assert rows[1]["sha256"] == SubmissionFile.objects.first().digest


def test_the_archive_leaves_piece_by_piece(assignment, student, teacher):
    """An ASGI server gets the first byte before the last file is read."""
    for number in range(4):
        hand_in(assignment, student, f"{number}", files=[upload(f"{number}.txt", b"x")])
    client = AsyncClient()
    client.force_login(teacher)

    async def ask():
        address = f"/assignments/{assignment.uuid}/download/?versions=all"
        response = await client.get(address)
        return response.is_async, [piece async for piece in response]

    is_async, pieces = async_to_sync(ask)()
    assert is_async
    assert len(pieces) > 8
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(pieces))).namelist()) == 9


def test_only_the_newest_versions_come_unless_all_are_asked_for(
    archive, assignment, student
):
    hand_in(assignment, student, "One.")
    hand_in(assignment, student, "Two.")
    folder = "Stella Tester (stella)"
    assert archive().read(f"{folder}/text.txt") == b"Two."
    assert archive("?versions=all").namelist()[1:] == [
        f"{folder}/1/text.txt",
        f"{folder}/2/text.txt",
    ]


def test_a_lost_file_does_not_cost_the_others(archive, assignment, student):
    version = hand_in(
        assignment, student, "Text.", files=[upload(), upload("b.txt", b"b")]
    )
    first = version.files.first()
    first.file.storage.delete(first.file.name)
    opened = archive()
    assert b"could not be read" in opened.read("Stella Tester (stella)/essay.pdf")
    assert opened.read("Stella Tester (stella)/b.txt") == b"b"


def test_a_class_of_any_size_is_read_in_the_same_few_queries(
    client, course, assignment, student, teacher
):
    def ask():
        client.force_login(teacher)
        address = f"/assignments/{assignment.uuid}/download/"
        with CaptureQueriesContext(connection) as queries:
            list(client.get(address).streaming_content)
        return len(queries)

    hand_in(assignment, student, files=[upload()])
    ask()
    few = ask()
    for person in [make_user() for _each in range(5)]:
        enrol(person, course)
        hand_in(assignment, person, files=[upload()])
    assert ask() == few


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b:c*?.txt", "a_b_c_.txt"),
        ("CON.txt", "_CON.txt"),
        ("  .hidden. ", "hidden"),
        ("", "_"),
        ("evil\u202egpj.exe", "evil_gpj.exe"),
        ("Пример.txt", "Пример.txt"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_names_are_safe_on_every_system(name, safe):
    assert safe_name(name) == safe
