"""OPS-01: an empty database becomes an academy, also when it was emptied by hand."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, Page

from accounts.models import Role
from accounts.roles import GROUP_NAMES
from catalog.models import CourseIndexPage


@pytest.mark.django_db(transaction=True)
def test_admins_have_all_their_rights_in_a_database_that_was_emptied():
    def rights():
        admins = Group.objects.get(name=GROUP_NAMES[Role.ADMIN])
        on_files = GroupCollectionPermission.objects.filter(
            group=admins, collection=Collection.get_first_root_node()
        )
        on_pages = admins.page_permissions.filter(page=Page.get_first_root_node())
        return {
            *admins.permissions.values_list("codename", flat=True),
            *on_files.values_list("permission__codename", flat=True),
            *on_pages.values_list("permission__codename", flat=True),
        }

    founded = rights()
    Permission.objects.all().delete()

    call_command("flush", interactive=False, verbosity=0)

    assert rights() == founded
    assert "choose_image" in founded
    assert CourseIndexPage.objects.count() == 1
