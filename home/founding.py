"""What an academy needs before anybody can work in it: pages, groups, permissions.

Runs after every `migrate` and changes nothing that stands already.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
)

from accounts.models import Role
from accounts.roles import GROUP_NAMES
from assessment.review import attach_review
from catalog.models import CourseIndexPage
from catalog.services import COLLECTION_PERMISSIONS
from catalog.workflow import REVIEW_NAME, found_review
from home.models import HomePage

FIRST_QUIZZES = ("assessment", "0001_questions_attempts_and_grades")
ADMIN_PAGE_PERMISSIONS = [
    "add_page",
    "change_page",
    "publish_page",
    "bulk_delete_page",
    "lock_page",
    "unlock_page",
]


def found_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    tables = connections[using].introspection.table_names()
    needed = {"home_homepage", "catalog_courseindexpage", "assessment_quiz"}
    if not needed <= {*tables}:
        return  # only a part of the site is migrated
    applied = {
        (migration.app_label, migration.name)
        for migration, is_backwards in kwargs.get("plan", [])
        if not is_backwards
    }
    found_academy(has_new_quizzes=FIRST_QUIZZES in applied)


@transaction.atomic
def found_academy(*, has_new_quizzes: bool = False) -> CourseIndexPage:
    """Make sure that groups, the page tree and the site stand; return the catalogue.

    The review is attached to quizzes once: when it is founded, or when they come later than it
    (`has_new_quizzes`). An admin may take it off again.
    """
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    _found_groups()
    home = HomePage.objects.first() or _found_home()
    _let_admins_edit()
    index = CourseIndexPage.objects.first()
    if index is None:
        index = home.add_child(
            instance=CourseIndexPage(title="Courses", slug="courses")
        )
    is_new = not Workflow.objects.filter(name=REVIEW_NAME).exists()
    review = found_review(
        index=index, reviewers=Group.objects.get(name=GROUP_NAMES[Role.ADMIN])
    )
    if is_new or has_new_quizzes:
        attach_review(review)
    return index


def _found_home() -> HomePage:
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root")
    )
    site = Site.objects.filter(is_default_site=True).first()
    welcome = site.root_page if site else None
    if welcome is not None and type(welcome.specific) is Page:
        welcome.slug = "wagtail-welcome"  # makes room for ours
        welcome.save()
    root = Page.objects.get(pk=root.pk)
    home: HomePage = root.add_child(
        instance=HomePage(title=settings.WAGTAIL_SITE_NAME, slug="home")
    )
    if site is None:
        site = Site(hostname="localhost", port=80, is_default_site=True)
    site.root_page = home
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    if (
        welcome is not None
        and type(welcome.specific) is Page
        and not welcome.get_children()
    ):
        Page.objects.get(pk=welcome.pk).delete()
    return home


def _found_groups() -> None:
    for label in (
        "auth",
        "wagtailcore",
        "wagtailadmin",
        "wagtailimages",
        "wagtaildocs",
        "catalog",
        "accounts",
        "learning",
        "assessment",
        "crm",
        "wagtailsearchpromotions",
    ):
        create_permissions(apps.get_app_config(label), verbosity=0)
    Group.objects.filter(
        name__in=["Moderators", "Editors"]
    ).delete()  # Wagtail's examples
    groups = {
        role: Group.objects.get_or_create(name=name)[0]
        for role, name in GROUP_NAMES.items()
    }
    access_admin = _permissions("wagtailadmin", ["access_admin"])
    for role in (Role.ADMIN, Role.TEACHER, Role.COUNSELOR):
        groups[role].permissions.add(*access_admin)
    admins = groups[Role.ADMIN]
    admins.permissions.add(
        *_permissions(
            "catalog", ["add_category", "change_category", "delete_category"]
        ),
        # Wagtail's reports list by these; `CoursePolicy` decides.
        *_permissions(
            "assessment",
            [f"change_{name}" for name in ("question", "quiz", "assignment")],
        ),
        *_permissions(
            "accounts", ["add_user", "change_user", "change_accountsettings"]
        ),
        *_permissions("crm", ["change_crmsettings"]),
        *_permissions(
            "wagtailsearchpromotions",
            [f"{verb}_searchpromotion" for verb in ("add", "change", "delete")],
        ),
    )
    for app_label, codename in COLLECTION_PERMISSIONS:
        for permission in _permissions(app_label, [codename]):
            GroupCollectionPermission.objects.get_or_create(
                group=admins,
                collection=Collection.get_first_root_node(),
                permission=permission,
            )


def _let_admins_edit() -> None:
    admins = Group.objects.get(name=GROUP_NAMES[Role.ADMIN])
    for permission in _permissions("wagtailcore", ADMIN_PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(
            group=admins, page=Page.get_first_root_node(), permission=permission
        )


def _permissions(app_label: str, codenames: list[str]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label=app_label, codename__in=codenames
        )
    )
