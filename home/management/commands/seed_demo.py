"""Fill an empty database with the demonstration academy; keep a database that holds people."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Role, User
from home.demo.admissions import make_inquiries
from home.demo.assessments import make_assessments
from home.demo.content import make_courses
from home.demo.history import make_history
from home.demo.home_page import furnish_home_page
from home.demo.people import LOGINS, PASSWORD, make_people
from home.demo.results import make_results
from home.demo.rewards import make_rewards


class Command(BaseCommand):
    help = "Fill an empty database with courses, people, a term of history and half a year of inquiries, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            self.stdout.write(
                "The academy has people already: its data stays as it is."
            )
        else:
            self.stdout.write(
                "Writing courses, people, a term of history and the inquiries before it (about a minute) …"
            )
            with transaction.atomic():
                students = make_people()
                courses = make_courses()
                assessments = make_assessments(courses)
                make_history(students, courses)
                make_results(assessments)
                make_inquiries(students, courses)
                make_rewards()
                furnish_home_page()
            call_command("rebuild_references_index", verbosity=0)
        if User.objects.filter(username=LOGINS[Role.SUPER_ADMIN]).exists():
            self._print_logins()

    def _print_logins(self) -> None:
        self.stdout.write(f"\nLog in with the password “{PASSWORD}” as:")
        for role, username in LOGINS.items():
            self.stdout.write(f"  {Role(role).label:<12} {username}")
