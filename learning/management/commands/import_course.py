"""Turns a folder of Markdown lessons into a course (docs/importing.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.models import ADMIN_ROLES, Role, Status, User
from catalog.models import CoursePage
from learning.importing.course import read_course
from learning.importing.publishing import import_course
from learning.importing.report import ImportRefused, Report

MAY_OWN = ADMIN_ROLES | {Role.TEACHER}


class Command(BaseCommand):
    help = (
        "Turns a folder of Markdown lessons into a draft course. Run again, it updates "
        "the course in place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR")
        parser.add_argument(
            "--owner",
            metavar="USERNAME",
            help="who owns a new course; the first super admin if not said",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish the course and its lessons instead of leaving drafts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        owner = self._owner(options["owner"])
        try:
            source = read_course(options["folder"], report)
            course = import_course(
                source=source, owner=owner, publish=options["publish"], report=report
            )
        except ImportRefused as refused:
            raise CommandError(f"Nothing was imported.\n{refused}") from refused
        self._tell(course, report)

    def _owner(self, username: str | None) -> User:
        if not username:
            admins = User.objects.filter(role=Role.SUPER_ADMIN, status=Status.ACTIVE)
            if owner := admins.order_by("pk").first():
                return owner
            raise CommandError("There is no super admin. Say who owns it with --owner.")
        owner = User.objects.filter(username__iexact=username).first()
        if owner is None:
            raise CommandError(f"There is nobody called “{username}”.")
        if owner.role not in MAY_OWN:
            raise CommandError(
                f"{owner.username} is no teacher and can't own a course."
            )
        if owner.status != Status.ACTIVE:
            raise CommandError(f"The account of {owner.username} is not active.")
        return owner

    def _tell(self, course: CoursePage, report: Report) -> None:
        counts = report.counts
        self.stdout.write(self.style.SUCCESS(f"{course.draft_title} ({course.code})"))
        pages = ", ".join(
            f"{counts[name]} {name}" for name in ("new", "updated", "unchanged")
        )
        self.stdout.write(
            f"  pages: {pages}\n"
            f"  pictures stored: {counts['images']}, files stored: {counts['files']}"
        )
        if counts["published"]:
            self.stdout.write(f"  published: {counts['published']}")
        if not course.live:
            self.stdout.write(
                "  The course is a draft. Publish it in the editor, or with --publish."
            )
        self.stdout.write(
            f"  edit: {reverse('wagtailadmin_explore', args=[course.pk])}"
        )
        if report.notices:
            self.stdout.write(f"To look at ({len(report.notices)}):")
            for notice in report.notices:
                self.stdout.write(f"  {notice}")
