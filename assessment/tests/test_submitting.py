"""Students write, add files and hand in; nothing is lost, nothing is doubled (ASM-05)."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from assessment.models import Accommodation, Assignment, Submission, SubmissionFile
from assessment.services.submissions import (
    DraftConflict,
    add_file,
    remove_file,
    save_draft,
    stamp_of,
    submit,
    use_again,
)
from assessment.signals import submission_received
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import PDF, days, hand_in, upload
from common.exceptions import Refused
from learning.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(course):
    return make_assignment(course, max_files=2, max_megabytes=1)


@pytest.fixture
def address(assignment, client, student):
    client.force_login(student)
    return assignment.get_absolute_url()


def submission():
    return Submission.objects.get()


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.code


# --- The draft


def test_a_draft_is_kept_as_it_was_written(client, address):
    client.post(f"{address}draft/", {"text": "\n One\r\n  two", "seen": ""})
    assert submission().draft_text == "\n One\n  two"
    assert "\n\n One\n  two</textarea>" in client.get(address).content.decode()


def test_newer_text_from_elsewhere_is_not_overwritten(client, address):
    client.post(f"{address}draft/", {"text": "From here", "seen": ""})
    stale = {"text": "From there", "seen": ""}
    answer = client.post(
        f"{address}draft/", stale, headers={"accept": "application/json"}
    )
    assert answer.status_code == 409
    assert answer.json()["text"] == "From here"
    assert submission().draft_text == "From here"
    page = client.post(f"{address}draft/", stale)
    assert page.status_code == 409
    assert b"From here" in page.content
    assert b"From there" in page.content


def test_saving_again_what_is_there_is_no_conflict(assignment, student):
    for _again in range(2):  # the answer to the first was lost
        save_draft(assignment=assignment, student=student, text="Same", seen="")


def test_a_draft_goes_on_from_what_was_seen(assignment, student):
    one = save_draft(assignment=assignment, student=student, text="One", seen="")
    save_draft(assignment=assignment, student=student, text="Two", seen=stamp_of(one))
    with pytest.raises(DraftConflict):
        save_draft(
            assignment=assignment, student=student, text="Three", seen=stamp_of(one)
        )


def test_a_draft_can_be_kept_after_the_end_because_an_extension_may_come(
    course, student
):
    closed = make_assignment(course, due_at=days(-2), late_until=days(-1))
    save_draft(assignment=closed, student=student, text="Nearly done", seen="")
    assert refusal(hand_in, closed, student, "Nearly done") == "closed"
    Accommodation.objects.create(
        assignment=closed, student=student, late_until=days(1), reason="Ill"
    )
    assert hand_in(closed, student, "Nearly done").text == "Nearly done"


@pytest.mark.parametrize("status", ["paused", "dropped"])
def test_who_does_not_study_any_more_saves_nothing(assignment, student, status):
    Enrolment.objects.filter(student=student).update(status=status)
    assert refusal(
        save_draft, assignment=assignment, student=student, text="x", seen=""
    )
    assert refusal(add_file, assignment=assignment, student=student, upload=upload())
    assert refusal(hand_in, assignment, student)


# --- Files


def test_a_file_is_stored_under_a_name_that_says_nothing(assignment, student):
    file = add_file(
        assignment=assignment, student=student, upload=upload("../My essay.PDF")
    )
    assert file.name == "My essay.PDF"
    assert file.file.name == f"submissions/{file.submission.uuid}/{file.uuid}.pdf"
    assert file.digest == hashlib.sha256(PDF).hexdigest()
    assert file.size == len(PDF)


def test_the_content_decides_what_a_file_is_called_in_the_storage(assignment, student):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
    file = add_file(
        assignment=assignment, student=student, upload=upload("x.html", picture)
    )
    assert file.file.name.endswith(".png")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("essay.pdf", b""), "empty"),
        (("essay.pdf", b"\x7fELF\x02\x01\x01" + bytes(100)), "wrong_type"),
        (("essay.pdf", b"Only words."), "wrong_type"),
        (("big.pdf", PDF + bytes(1024 * 1024)), "too_big"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(course, student, file, code):
    only_pdf = make_assignment(course, file_types=[("type", "pdf")], max_megabytes=1)
    arguments = {"assignment": only_pdf, "student": student, "upload": upload(*file)}
    assert refusal(add_file, **arguments) == code
    assert not SubmissionFile.objects.exists()


def test_a_file_too_many_is_refused_and_not_stored(assignment, student):
    for number in range(2):
        add_file(
            assignment=assignment,
            student=student,
            upload=upload(f"{number}.txt", b"x%d" % number),
        )
    extra = {"assignment": assignment, "student": student, "upload": upload()}
    assert refusal(add_file, **extra) == "too_many"
    folder = f"submissions/{submission().uuid}"
    assert len(default_storage.listdir(folder)[1]) == 2


def test_the_same_file_sent_twice_is_one(assignment, student):
    one = add_file(assignment=assignment, student=student, upload=upload())
    again = add_file(assignment=assignment, student=student, upload=upload())
    assert one == again
    assert len(default_storage.listdir(f"submissions/{submission().uuid}")[1]) == 1


def test_a_removed_draft_file_leaves_the_storage(
    assignment, student, django_capture_on_commit_callbacks
):
    file = add_file(assignment=assignment, student=student, upload=upload())
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=file)
    assert not default_storage.exists(file.file.name)


def test_what_was_handed_in_is_never_removed(assignment, student):
    file = hand_in(assignment, student, files=[upload()]).files.get()
    assert refusal(remove_file, file=file) == "handed_in"


def test_a_file_used_again_is_stored_once_and_outlives_the_draft(
    assignment, student, django_capture_on_commit_callbacks
):
    first = hand_in(assignment, student, files=[upload()]).files.get()
    again = use_again(file=first)
    assert use_again(file=first) == again
    assert again.file.name == first.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=again)
    assert default_storage.exists(first.file.name)


def test_the_whole_form_can_be_sent_without_a_script(client, address):
    answer = client.post(
        f"{address}files/", {"text": "Words", "seen": "", "files": [upload()]}
    )
    assert answer.url == f"{address}#files"
    assert submission().draft_text == "Words"
    file = submission().files.get()
    client.post(
        f"/submissions/files/{file.uuid}/remove/",
        {"text": "More words", "seen": stamp_of(submission())},
    )
    assert not submission().files.exists()
    assert submission().draft_text == "More words"


def test_a_refused_upload_says_why_and_keeps_the_text(client, address):
    answer = client.post(
        f"{address}files/",
        {"text": "Words", "seen": "", "files": [upload("a.pdf", b"MZ" + bytes(100))]},
    )
    assert answer.status_code == 400
    assert (
        "“a.pdf” is of a kind that can&#x27;t be handed in here."
        in answer.content.decode()
    )
    assert submission().draft_text == "Words"


# --- Handing in


def test_a_version_holds_text_files_and_the_revision_seen(assignment, student):
    version = hand_in(assignment, student, "Done.", files=[upload()])
    assert (version.number, version.text) == (1, "Done.")
    assert version.revision_id == assignment.live_revision_id
    assert version.files.get().name == "essay.pdf"
    assert not submission().files.filter(version=None).exists()


def test_a_version_keeps_its_revision_when_the_task_is_rewritten(assignment, student):
    one = hand_in(assignment, student, "One.")
    newest = assignment.get_latest_revision_as_object()
    newest.title = "Rewritten"
    newest.save_revision().publish()
    two = hand_in(assignment, student, "Two.")
    assert one.revision_id != two.revision_id
    assert two.revision.content["title"] == "Rewritten"


def test_a_form_sent_twice_makes_one_version(client, address):
    form = {"text": "Done.", "seen": "", "number": "1"}
    answers = [client.post(f"{address}submit/", form) for _again in range(2)]
    assert answers[0].url == answers[1].url
    assert submission().versions.count() == 1


def test_a_form_with_a_file_sent_twice_makes_one_version_and_one_file(client, address):
    for _again in range(2):
        form = {"text": "", "seen": "", "number": "1", "files": [upload()]}
        answer = client.post(f"{address}submit/", form)
    assert (
        answer.url
        == f"/submissions/versions/{submission().versions.get().uuid}/receipt/"
    )
    assert SubmissionFile.objects.count() == 1


def test_what_another_window_has_written_is_not_lost_by_handing_in(client, address):
    client.post(f"{address}submit/", {"text": "Mine.", "seen": "", "number": "1"})
    answer = client.post(
        f"{address}submit/", {"text": "Other.", "seen": "", "number": "1"}
    )
    assert answer.status_code == 400
    assert b"Other.</textarea>" in answer.content
    assert submission().versions.count() == 1


def test_handing_in_an_older_text_does_not_pass_over_a_newer_draft(client, address):
    client.post(f"{address}draft/", {"text": "Newer, from the phone", "seen": ""})
    answer = client.post(
        f"{address}submit/", {"text": "Older", "seen": "", "number": "1"}
    )
    assert answer.status_code == 409
    assert b"Newer, from the phone" in answer.content
    assert not submission().versions.exists()


def test_nothing_and_the_same_again_are_refused(assignment, student):
    assert refusal(hand_in, assignment, student, "  ") == "nothing"
    hand_in(assignment, student, "Done.")
    assert refusal(hand_in, assignment, student, "Done.") == "unchanged"


def test_it_can_be_handed_in_as_often_as_allowed_and_as_granted(course, student):
    once = make_assignment(course, versions_allowed=1)
    hand_in(once, student, "One.")
    assert refusal(hand_in, once, student, "Two.") == "no_versions_left"
    Accommodation.objects.create(
        assignment=once, student=student, extra_attempts=1, reason="The wrong file"
    )
    assert hand_in(once, student, "Two.").number == 2


def test_earlier_versions_stay(client, address, assignment, student):
    hand_in(assignment, student, "The first try.")
    hand_in(assignment, student, "The second try.")
    page = client.get(address).content.decode()
    assert "The first try." in page
    assert "The second try." in page


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"opens_at": 1}, "opens_later"),
        ({"due_at": -1, "late_policy": "refuse"}, "closed"),
        ({"due_at": -2, "late_until": -1}, "closed"),
    ],
)
def test_dates_are_kept_on_the_server(course, student, fields, code):
    dates = {
        name: days(value) if isinstance(value, int) else value
        for name, value in fields.items()
    }
    assert refusal(hand_in, make_assignment(course, **dates), student) == code


def test_work_that_arrived_in_time_is_taken_although_it_waited(course, student):
    due = make_assignment(course, due_at=days(1), late_policy="refuse")
    arrived = days(0.5)
    assert hand_in(due, student, at=arrived).submitted_at == arrived


@pytest.mark.parametrize(("accepts", "code"), [("text", "text_only"), ("files", None)])
def test_only_what_is_asked_for_is_taken(course, student, accepts, code):
    assignment = make_assignment(course, accepts=accepts)
    if code:
        arguments = {"assignment": assignment, "student": student, "upload": upload()}
        assert refusal(add_file, **arguments) == code
        return
    assert (
        refusal(save_draft, assignment=assignment, student=student, text="x", seen="")
        == "files_only"
    )
    version = hand_in(assignment, student, "Passed over.", files=[upload()])
    assert (version.text, version.files.count()) == ("", 1)


def test_others_are_told_of_a_version_once(assignment, student):
    heard = []

    def hear(sender, version, **kwargs):
        heard.append(version.number)

    submission_received.connect(hear)
    for _again in range(2):
        submit(assignment=assignment, student=student, number=1, text="Done.")
    submission_received.disconnect(hear)
    assert heard == [1]


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "99999999999"])
def test_a_form_with_nonsense_is_refused_in_one_sentence(client, address, number):
    answer = client.post(f"{address}submit/", {"text": "x", "number": number})
    assert answer.status_code == 400
    assert b"This page is out of date." in answer.content


def test_the_receipt_says_what_arrived_when(client, address, assignment, student):
    version = hand_in(assignment, student, "Three short words.", files=[upload()])
    page = client.get(f"/submissions/versions/{version.uuid}/receipt/").content.decode()
    for said in [str(version.uuid), version.files.get().digest, "3 words", "essay.pdf"]:
        assert said in page


def test_an_unpublished_assignment_keeps_its_receipts(
    client, address, assignment, student
):
    version = hand_in(assignment, student)
    Assignment.objects.filter(pk=assignment.pk).update(live=False)
    assert client.get(address).status_code == 404
    assert (
        client.get(f"/submissions/versions/{version.uuid}/receipt/").status_code == 200
    )
