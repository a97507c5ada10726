"""The forms of the course's own screens in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import STAFF_ROLES, User
from catalog.models import Category, CoursePage, CourseTeacher, Level


class UserChoiceField(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.username})"


def possible_teachers() -> Any:
    return (
        User.objects.active()
        .with_role(*STAFF_ROLES)
        .order_by("first_name", "last_name", "username")
    )


def _offer(form: forms.Form, name: str, users: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = users


class CodeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Code"),
                "max_length": 32,
                "help_text": _(
                    "Short and unique, such as PY-101. Printed on certificates."
                ),
                **kwargs,
            }
        )


class CourseForm(forms.Form):
    """What every new course needs. Admins say whose it is; others make their own."""

    title = forms.CharField(
        label=_("Title"), max_length=255, help_text=_("You can change it later.")
    )
    code = CodeField()
    owner = UserChoiceField(
        User.objects.none(),
        label=_("Owner"),
        help_text=_("Writes the course, and may add co-teachers."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_admin:
            _offer(self, "owner", possible_teachers())
            self.fields["owner"].initial = user
        else:
            del self.fields["owner"]


class NewCourseForm(CourseForm):
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Category"),
        required=False,
        empty_label=_("None yet"),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level)

    field_order = ["title", "code", "category", "level", "owner"]


class CopyCourseForm(CourseForm):
    pass


class AddTeacherForm(forms.Form):
    user = UserChoiceField(User.objects.none(), label=_("Add a co-teacher"))

    def __init__(self, *args: Any, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "user", possible_teachers().exclude(taught_rows__course=course))


class ChooseOwnerForm(forms.Form):
    user = UserChoiceField(User.objects.none(), label=_("New owner"))

    def __init__(self, *args: Any, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(
            self,
            "user",
            possible_teachers().exclude(
                taught_rows__course=course, taught_rows__kind=CourseTeacher.Kind.OWNER
            ),
        )
