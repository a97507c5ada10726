"""Teachers bring questions in from files, and take them out: look first, then say the word."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, FormView, TemplateView
from taggit.models import Tag
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import user_passes_test
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from assessment.access import assessed_courses
from assessment.formats.bank import items_of
from assessment.formats.reading import MAX_BYTES
from assessment.formats.sheet import Outcome, State
from assessment.formats.writing import FORMATS
from assessment.models import Kind, Question, QuestionImport
from assessment.services import imports
from catalog.models import CoursePage
from common.exceptions import Refused

LINES_A_PAGE = 100
MOST_QUESTIONS = 2_000


def assesses(user: Any) -> bool:
    """Whether somebody writes the questions of any course."""
    return bool(user.is_active and assessed_courses(user).exists())


only_assessors = method_decorator(user_passes_test(assesses), name="dispatch")


class TeacherRequest(HttpRequest):
    """A request that passed the door."""

    user: User


class CourseForm(forms.Form):
    course: Any = forms.ModelChoiceField(
        CoursePage.objects.none(), label=gettext_lazy("Course")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = assessed_courses(user).order_by("title")
        _offer(self.fields["course"], courses)
        if len(few := list(courses[:2])) == 1:
            self.fields["course"].initial = few[0]


def _offer(field: forms.Field, queryset: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


def chosen_in(asked: QueryDict) -> dict[str, Any]:
    """Return what an address has chosen beforehand: a course, or questions of it."""
    chosen = {"course": asked.get("course"), "question": asked.getlist("question")}
    return {name: value for name, value in chosen.items() if value}


class UploadForm(CourseForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "GIFT, Moodle XML, an item of QTI, or a package of QTI (ZIP). At most 20 MB and"
            " 1,000 questions. Nothing is changed by uploading it."
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.xml,.zip"}),
    )


class ImportFormView(WagtailAdminTemplateMixin, FormView[UploadForm]):
    request: TeacherRequest
    form_class = UploadForm
    template_name = "assessment/admin/question_import.html"
    page_title = gettext_lazy("Import questions")
    header_icon = "upload"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return chosen_in(self.request.GET)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        try:
            checked = imports.check_file(
                content=upload.read(MAX_BYTES + 1),
                file_name=upload.name,
                course=form.cleaned_data["course"],
                by=self.request.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("question_import_report", checked.uuid)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = QuestionImport.objects.defer("lines", "content")
        return super().get_context_data(
            **kwargs,
            earlier=earlier.filter(uploaded_by=self.request.user)[:10],
        )


ImportUploadView = only_assessors(ImportFormView)


class ImportView(WagtailAdminTemplateMixin, DetailView[QuestionImport]):
    """What becomes of each question; a POST is the word to begin. Only whoever uploaded it sees it."""

    request: TeacherRequest
    slug_field = slug_url_kwarg = "uuid"
    context_object_name = "question_import"
    template_name = "assessment/admin/question_import_report.html"
    header_icon = "upload"
    page_title = gettext_lazy("Import questions")

    def get_queryset(self) -> Any:
        return QuestionImport.objects.defer("content").filter(
            uploaded_by=self.request.user,
            course__in=assessed_courses(self.request.user),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        question_import = self.get_object()
        if not imports.start(
            question_import=question_import, skips_known="skip" in request.POST
        ):
            messages.warning(request, _("This import has been started already."))
        return redirect("question_import_report", question_import.uuid)

    def get_page_subtitle(self) -> str:
        return self.object.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("question_import"), "label": self.page_title},
            {"url": "", "label": self.object.file_name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.request.GET.get("show", "")
        lines = self.object.lines_to(shown) if shown else self.object.lines
        page = Paginator(lines, LINES_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            counts=self.object.counts,
            shown=shown,
            lines=page,
            rows=_with_links(page.object_list, self.request.user),
            known=sum(line["is_known"] for line in self.object.lines),
            made=sum("question" in line for line in self.object.lines),
        )


ImportReportView = only_assessors(ImportView)


def _with_links(lines: Any, user: User) -> list[dict[str, Any]]:
    """Return the lines with the name of their kind, and where the draft is edited."""
    made = Question.objects.in_bulk(
        [line["question"] for line in lines if line.get("question")]
    )
    finder = AdminURLFinder(user)
    labels = dict(Kind.choices)
    return [
        {
            **line,
            "kind_label": labels.get(line["kind"], ""),
            "address": finder.get_edit_url(made[line["question"]])
            if line.get("question") in made
            else "",
        }
        for line in lines
    ]


class ExportForm(CourseForm):
    format = forms.ChoiceField(
        choices=[(name, each.label) for name, each in FORMATS.items()],
        label=gettext_lazy("Format"),
        widget=forms.RadioSelect,
        initial="moodle_xml",
    )
    kind = forms.ChoiceField(
        choices=[("", gettext_lazy("All kinds")), *Kind.choices],
        required=False,
        label=gettext_lazy("Kind"),
    )
    tag = forms.ModelChoiceField(
        Tag.objects.none(),
        to_field_name="name",
        required=False,
        label=gettext_lazy("Tag"),
        empty_label=gettext_lazy("All tags"),
    )
    question = forms.ModelMultipleChoiceField(
        Question.objects.none(),
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        own = Question.objects.filter(course__in=assessed_courses(user))
        used = Tag.objects.filter(assessment_questiontag_items__content_object__in=own)
        _offer(self.fields["question"], own)
        _offer(self.fields["tag"], used.distinct().order_by("name"))

    def questions(self) -> list[Question]:
        chosen = self.cleaned_data
        found = Question.objects.filter(course=chosen["course"])
        if chosen["question"]:
            found = found.filter(pk__in=chosen["question"])
        if chosen["kind"]:
            found = found.filter(kind=chosen["kind"])
        if chosen["tag"]:
            found = found.filter(tags=chosen["tag"])
        newest = found.select_related("latest_revision").order_by("title", "pk")
        return list(newest[:MOST_QUESTIONS])

    def written(self) -> tuple[bytes, list[Outcome]]:
        """Return the file, and what becomes of each question in it."""
        return FORMATS[self.cleaned_data["format"]].write(items_of(self.questions()))

    @property
    def file_name(self) -> str:
        course = self.cleaned_data["course"]
        ending = FORMATS[self.cleaned_data["format"]].ending
        return f"{slugify(course.code) or 'course'}-questions.{ending}"


class ExportView(WagtailAdminTemplateMixin, TemplateView):
    """What would go out, and what other systems would understand otherwise."""

    request: TeacherRequest
    template_name = "assessment/admin/question_export.html"
    page_title = gettext_lazy("Export questions")
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        is_asked = "format" in asked
        form = ExportForm(
            asked if is_asked else None,
            user=self.request.user,
            initial=chosen_in(asked),
        )
        context = super().get_context_data(**kwargs, form=form)
        if is_asked and form.is_valid():
            _file, outcomes = form.written()
            context |= {
                "total": len(outcomes),
                "going": sum(outcome.item is not None for outcome in outcomes),
                "whole": sum(outcome.state == State.TAKEN for outcome in outcomes),
                "changed": [each for each in outcomes if each.state != State.TAKEN],
                "file_address": reverse("question_export_file")
                + "?"
                + urlencode([(k, v) for k in asked for v in asked.getlist(k)]),
            }
        return context


ExportReportView = only_assessors(ExportView)


@user_passes_test(assesses)
@require_safe
def export_file(request: TeacherRequest) -> HttpResponse:
    form = ExportForm(request.GET, user=request.user)
    if not form.is_valid():
        return redirect(f"{reverse('question_export')}?{request.GET.urlencode()}")
    content, _outcomes = form.written()
    return HttpResponse(
        content,
        content_type=FORMATS[form.cleaned_data["format"]].content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, form.file_name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )
