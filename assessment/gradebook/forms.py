"""What teachers enter into the gradebook, checked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import (
    BaseFormSet,
    BaseModelFormSet,
    formset_factory,
    modelformset_factory,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessment.gradebook.book import mark_text
from assessment.models import Accommodation, Grade, GradeCategory, GradeItem
from assessment.services.marks import Mark, full_marks_of, scaled
from catalog.models import CoursePage
from learning.models import Enrolment, LessonPage


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _offer(form: forms.BaseForm, name: str, queryset: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


class MarkField(forms.DecimalField):
    """Marks as people write them, with a point or a comma."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Marks"),
                "required": False,
                "min_value": 0,
                "max_digits": 9,
                "decimal_places": 2,
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", ".")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class MarkForm(forms.Form):
    """The marks of one student for one item."""

    points = MarkField()
    is_excused = forms.BooleanField(
        label=gettext_lazy("Excused: it doesn't count for this student"),
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("The student reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def initial_for(grade: Grade | None) -> dict[str, Any]:
        """Return what stands in the form when `grade` is the newest."""
        if grade is None:
            return {}
        points = ""
        if grade.points is not None:
            full = full_marks_of(grade.item)
            points = mark_text(scaled(grade.points, grade.max_points, full))
        return {
            "points": points,
            "is_excused": grade.is_excused,
            "comment": grade.comment,
            "seen": grade.pk,
        }

    def mark(self, student: User) -> Mark:
        said = self.cleaned_data
        return Mark(
            student, said["points"], said["is_excused"], said["comment"], said["seen"]
        )


class ItemForm(forms.ModelForm[GradeItem]):
    """Something marked outside: a project, an oral exam, a practical."""

    class Meta:
        model = GradeItem
        fields = ["title", "sort", "max_points", "category", "due_at", "lesson"]
        labels = {"due_at": gettext_lazy("Date")}
        widgets = {"due_at": MomentInput()}

    def __init__(self, *args: Any, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.course = course
        _offer(self, "category", GradeCategory.objects.filter(course=course))
        _offer(self, "lesson", LessonPage.objects.descendant_of(course))

    def clean_max_points(self) -> Decimal:
        points: Decimal = self.cleaned_data["max_points"]
        if points <= 0:
            raise forms.ValidationError(_("Full marks are more than 0."))
        return points


class StepForm(forms.Form):
    """One letter of the scale."""

    letter = forms.CharField(label=gettext_lazy("Letter"), max_length=10)
    lowest = forms.DecimalField(
        label=gettext_lazy("From, in percent"),
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
    )


class BaseScale(BaseFormSet[StepForm]):
    def clean(self) -> None:
        if any(self.errors):
            return
        steps = self.steps
        letters = [letter.casefold() for letter, _lowest in steps]
        bounds = [Decimal(lowest) for _letter, lowest in steps]
        if not steps:
            raise forms.ValidationError(_("The scale needs at least one letter."))
        if len(set(letters)) < len(letters):
            raise forms.ValidationError(_("A letter stands there twice."))
        if bounds != sorted(set(bounds), reverse=True):
            raise forms.ValidationError(
                _("The percentages have to go down, from the best letter to the last.")
            )
        if bounds[-1] != 0:
            raise forms.ValidationError(
                _("The last letter has to begin at 0, so that everybody gets one.")
            )

    @property
    def steps(self) -> list[list[str]]:
        """The scale as it is stored."""
        return [
            [form.cleaned_data["letter"], mark_text(form.cleaned_data["lowest"])]
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


ScaleFormSet = formset_factory(StepForm, formset=BaseScale, extra=2, can_delete=True)


class BaseCategories(BaseModelFormSet[GradeCategory, Any]):
    def clean(self) -> None:
        super().clean()
        names = [
            form.cleaned_data["name"].casefold()
            for form in self.forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        ]
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Two categories have the same name."))


CategoryFormSet = modelformset_factory(
    GradeCategory,
    formset=BaseCategories,
    fields=["name", "weight", "drop_lowest", "position"],
    extra=2,
    can_delete=True,
)


class BaseItems(BaseModelFormSet[GradeItem, Any]):
    def __init__(
        self, *args: Any, categories: Sequence[GradeCategory], **kwargs: Any
    ) -> None:
        self.choices = [("", _("None"))] + [(each.pk, each.name) for each in categories]
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        # Read once, not once for each item.
        form.fields["category"].choices = self.choices


ItemFormSet = modelformset_factory(
    GradeItem,
    formset=BaseItems,
    fields=["category", "weight", "is_counted", "position"],
    extra=0,
)


class MarksFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "The first line names the columns: “username” or “email”, and the titles of what was marked."
            " Nothing is changed by uploading it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class ExamDatesForm(forms.ModelForm[Accommodation]):
    students = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Students"),
        queryset=Enrolment.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one student.")},
    )

    class Meta:
        model = Accommodation
        fields = ["opens_at", "closes_at", "extra_minutes", "extra_attempts", "reason"]
        widgets = {
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
        }

    def __init__(self, *args: Any, enrolments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "students", enrolments)
