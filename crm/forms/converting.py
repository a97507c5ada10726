"""The form in which an inquiry becomes a student."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models import CoursePage
from crm.models import Inquiry
from crm.services.converting import NewStudent, names_of
from crm.teachers import Suggestion, suggestions
from learning.services import Outlook, outlooks

PROFILE_FIELDS = ("guardian_name", "guardian_email", "guardian_phone")


class CourseChoice:
    """One course of the form: what would become of it, and who could teach."""

    def __init__(
        self,
        form: "ConvertForm",
        course: CoursePage,
        outlook: Outlook,
        teachers: list[Suggestion],
    ) -> None:
        self.form, self.course = form, course
        self.outlook, self.teachers = outlook, teachers

    @property
    def is_chosen(self) -> bool:
        return bool(self.form[f"course_{self.course.pk}"].value())

    @property
    def teacher(self) -> str:
        return str(self.form[f"teacher_{self.course.pk}"].value() or "")

    @property
    def is_warned(self) -> bool:
        """Whether what would happen is less than a place at once."""
        return self.outlook.code not in ("open", "enrolled", "paused")

    @property
    def asks_for_teacher(self) -> bool:
        """Who waits for a place has no teacher yet, and a teacher that is named stays."""
        return (
            self.outlook.code in ("open", "overruled", "enrolled")
            and self.outlook.teacher is None
        )

    @property
    def chosen_teachers(self) -> list[tuple[Suggestion, bool]]:
        return [(each, str(each.teacher.pk) == self.teacher) for each in self.teachers]


class ConvertForm(forms.Form):
    """Asks for an account's names only where none is linked: there it would change nothing."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("Email"), help_text=_("The invitation goes to this address.")
    )
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        required=False,
        help_text=_("Empty: a free one is made of the address."),
    )
    admission_date = forms.DateField(
        label=_("Admission date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    guardian_name = forms.CharField(
        label=_("Guardian's name"), max_length=150, required=False
    )
    guardian_email = forms.EmailField(label=_("Guardian's email"), required=False)
    guardian_phone = forms.CharField(
        label=_("Guardian's phone"), max_length=32, required=False
    )
    more: Any = forms.ModelChoiceField(
        CoursePage.objects.none(),
        label=_("Another course"),
        required=False,
        empty_label=_("Choose a course"),
    )

    def __init__(
        self,
        *args: Any,
        inquiry: Inquiry,
        account: User | None,
        courses: list[CoursePage],
        by: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        first, last = names_of(inquiry)
        for name, value in {
            "first_name": first,
            "last_name": last,
            "email": inquiry.email,
            "admission_date": timezone.localdate(),
        }.items():
            self.fields[name].initial = value
        if account is not None:
            for name in ("first_name", "last_name", "username", "admission_date"):
                del self.fields[name]
            if inquiry.student_id:
                del self.fields["email"]
        seen = outlooks(courses=courses, student=account, by=by)
        teachers = suggestions(courses, contact_time=inquiry.contact_time)
        self.choices = [
            self._add_course(course, seen[course.pk], teachers[course.pk])
            for course in courses
        ]
        shown = [course.pk for course in courses]
        more: Any = self.fields["more"]
        more.queryset = (
            CoursePage.objects.live().exclude(pk__in=shown).order_by("title")
        )

    def _add_course(
        self, course: CoursePage, outlook: Outlook, teachers: list[Suggestion]
    ) -> CourseChoice:
        suggested = next((each.teacher for each in teachers if each.is_suggested), None)
        self.fields[f"course_{course.pk}"] = forms.BooleanField(
            required=False,
            initial=outlook.is_possible,
            disabled=not outlook.is_possible,
        )
        self.fields[f"teacher_{course.pk}"] = forms.ChoiceField(
            required=False,
            choices=[
                ("", "–"),
                *((str(each.teacher.pk), str(each.teacher)) for each in teachers),
            ],
            initial=str(suggested.pk) if suggested else "",
        )
        return CourseChoice(self, course, outlook, teachers)

    def account_fields(self) -> Iterator[forms.BoundField]:
        return self._bound(
            "first_name", "last_name", "email", "username", "admission_date"
        )

    def profile_fields(self) -> Iterator[forms.BoundField]:
        return self._bound(*PROFILE_FIELDS)

    def _bound(self, *names: str) -> Iterator[forms.BoundField]:
        return (self[name] for name in names if name in self.fields)

    def chosen(self) -> list[CoursePage]:
        return [
            each.course
            for each in self.choices
            if self.cleaned_data.get(f"course_{each.course.pk}")
        ]

    def teachers(self) -> dict[int, User | None]:
        """Return whom the form names for each course; nobody where the field says so."""
        named: dict[int, User | None] = {}
        for each in self.choices:
            pk = self.cleaned_data.get(f"teacher_{each.course.pk}")
            named[each.course.pk] = next(
                (one.teacher for one in each.teachers if str(one.teacher.pk) == pk),
                None,
            )
        return named

    def student(self) -> NewStudent:
        said = self.cleaned_data
        return NewStudent(
            email=said.get("email", ""),
            first_name=said.get("first_name", ""),
            last_name=said.get("last_name", ""),
            username=said.get("username", ""),
            admission_date=said.get("admission_date"),
            **{name: said[name] for name in PROFILE_FIELDS},
        )
