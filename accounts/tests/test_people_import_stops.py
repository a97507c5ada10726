"""An import that can't be carried out changes nothing and says why (ACC-10)."""

import pytest
from wagtail.models import ModelLogEntry

from accounts import audit
from accounts.importing import running
from accounts.models import PeopleImport, Role, User
from accounts.tests.people_tables import table
from tests.factories import make_user

Status = PeopleImport.Status


@pytest.fixture
def checked(admin):
    def check(*lines):
        return running.check_file(content=table(*lines), file_name="p.csv", by=admin)

    return check


def carry_out(people_import):
    people_import.status = Status.RUNNING
    running.run(people_import)
    people_import.refresh_from_db()
    return people_import


def test_the_line_that_no_longer_fits_is_named_and_not_one_before_it(checked, stranger):
    people_import = checked(
        "ada,ada@example.org,Ada,L,,", ",stranger@example.org,Newname,Tester,,"
    )
    User.objects.filter(pk=stranger.pk).update(role=Role.SUPER_ADMIN)

    done = carry_out(people_import)

    assert done.status == Status.FAILED
    assert "Line 3 no longer fits" in done.error
    assert "may not change" in done.error
    assert not User.objects.filter(username="ada").exists()


def test_an_error_that_nobody_foresaw_ends_the_import_with_a_sentence(
    checked, monkeypatch
):
    def fail(**kwargs):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(running, "rename_users", fail)
    people_import = checked("ada,ada@example.org,Ada,L,,")

    with pytest.raises(RuntimeError):
        carry_out(people_import)

    people_import.refresh_from_db()
    assert people_import.status == Status.FAILED
    assert "nothing was imported" in people_import.error
    assert not User.objects.filter(username="ada").exists()


def test_an_import_that_no_worker_could_be_given_can_be_started_again(
    checked, commit, monkeypatch
):
    def fail(*args):
        raise ConnectionError("The broker is away.")

    monkeypatch.setattr("accounts.tasks.run_import.delay", fail)
    people_import = checked("ada,ada@example.org,Ada,L,,")

    with pytest.raises(ConnectionError), commit():
        running.start(people_import=people_import, sends_invitations=False)

    people_import.refresh_from_db()
    assert people_import.status == Status.CHECKED


def test_a_line_that_changes_the_role_alone_is_written_down_as_that(checked):
    same, renamed = make_user("sam"), make_user("rene")

    done = carry_out(
        checked(
            ",sam@example.org,Sam,Tester,teacher,", ",rene@example.org,René,Tester,,"
        )
    )

    def trail(person):
        entries = ModelLogEntry.objects.for_instance(person)
        return [*entries.values_list("action", flat=True)]

    assert done.status == Status.DONE
    assert trail(same) == [audit.ROLE]
    assert trail(renamed) == [audit.EDIT]
