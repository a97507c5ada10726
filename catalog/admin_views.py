"""The course's own screens in the admin: a new one, a copy, and who teaches it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from catalog.admin_forms import (
    AddTeacherForm,
    ChooseOwnerForm,
    CopyCourseForm,
    NewCourseForm,
    possible_teachers,
)
from catalog.copying import copy_course
from catalog.exceptions import CourseRefused
from catalog.models import CourseIndexPage, CoursePage, CourseTeacher
from catalog.services import (
    add_teacher,
    create_course,
    hand_over,
    remove_teacher,
    set_trusted,
)


class StaffRequest(HttpRequest):
    """A request that passed the door of the admin."""

    user: User


def may_create_courses(user: Any) -> bool:
    return bool(user.is_active and (user.is_teacher or user.is_admin))


def course_for(user: Any, pk: int) -> CoursePage:
    """Return the course if `user` teaches it or belongs to the admins; otherwise there is none."""
    course = CoursePage.objects.filter(pk=pk).first()
    if course is None or not (user.is_admin or course.is_taught_by(user)):
        raise Http404
    return course


def owns(user: Any, course: CoursePage) -> bool:
    own = course.teacher_rows.filter(user=user, kind=CourseTeacher.Kind.OWNER)
    return bool(user.is_academy_staff and own.exists())


class CourseFormView(WagtailAdminTemplateMixin, FormView[Any]):
    """A form that leads to a course."""

    request: StaffRequest
    template_name = "catalog/admin/course_form.html"
    header_icon = "openquote"
    submit_button_label: Any = ""
    submit_button_active_label: Any = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action_url=self.request.path,
            submit_button_label=self.submit_button_label,
            submit_button_active_label=self.submit_button_active_label,
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            course = self.make(**form.cleaned_data)
        except CourseRefused as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        if course.is_taught_by(self.request.user) or self.request.user.is_admin:
            return redirect("wagtailadmin_pages:edit", course.pk)
        return redirect("wagtailadmin_home")

    def make(self, **fields: Any) -> CoursePage:
        # Abstract: a new course is made in one way, a copy in another.
        raise NotImplementedError


class NewCourseView(CourseFormView):
    form_class = NewCourseForm
    page_title = gettext_lazy("New course")
    submit_button_label = gettext_lazy("Create the course")
    submit_button_active_label = gettext_lazy("Creating…")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_create_courses(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def make(self, **fields: Any) -> CoursePage:
        index = CourseIndexPage.objects.order_by("path").first()
        if index is None:
            raise CourseRefused(_("There is no catalogue yet. Ask an admin."))
        fields.setdefault("owner", self.request.user)
        course = create_course(index=index, by=self.request.user, **fields)
        messages.success(
            self.request,
            _("“%(course)s” is here, as a draft that only its teachers see.")
            % {"course": course.draft_title},
        )
        return course


class CopyCourseView(CourseFormView):
    form_class = CopyCourseForm
    page_title = gettext_lazy("Copy a course")
    submit_button_label = gettext_lazy("Copy the course")
    submit_button_active_label = gettext_lazy("Copying…")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.course = course_for(request.user, kwargs["pk"])
        if not may_create_courses(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.course.draft_title)

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.course.draft_title}

    def make(self, **fields: Any) -> CoursePage:
        fields.setdefault("owner", self.request.user)
        copy = copy_course(course=self.course, by=self.request.user, **fields)
        messages.success(
            self.request,
            _("“%(course)s” is a copy with %(count)s pages, all of them drafts.")
            % {"course": copy.draft_title, "count": copy.get_descendants().count()},
        )
        return copy


class CourseTeachersView(WagtailAdminTemplateMixin, TemplateView):
    """Who teaches a course. The owner and the admins change it; the rest is for admins."""

    request: StaffRequest
    template_name = "catalog/admin/course_teachers.html"
    page_title = gettext_lazy("Teachers")
    header_icon = "group"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.course = course_for(request.user, kwargs["pk"])
        self.may_change = request.user.is_admin or owns(request.user, self.course)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.course.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.course.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.course.draft_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            course=self.course,
            rows=self.course.teacher_rows.select_related("user"),
            may_change=self.may_change,
            is_trusted=self.course.is_trusted,
            add_form=AddTeacherForm(course=self.course),
            owner_form=ChooseOwnerForm(course=self.course, auto_id="owner_%s"),
            **kwargs,
        )

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action")
        if not self.may_change or (
            action in {"hand_over", "trust", "distrust"} and not request.user.is_admin
        ):
            raise PermissionDenied
        try:
            said = self._act(str(action))
        except CourseRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect(request.path)

    def _act(self, action: str) -> str:
        course, by = self.course, self.request.user
        match action:
            case "add":
                row = add_teacher(course=course, user=self._somebody(), by=by)
                return _("%(name)s teaches the course now.") % {"name": row.user}
            case "remove":
                user = self._teacher()
                remove_teacher(course=course, user=user, by=by)
                return _("%(name)s teaches the course no more.") % {"name": user}
            case "hand_over":
                row = hand_over(course=course, to=self._somebody(), by=by)
                return _("%(name)s owns the course now.") % {"name": row.user}
            case "trust":
                set_trusted(course=course, trusted=True, by=by)
                return _("The teachers of this course publish without review now.")
            case "distrust":
                set_trusted(course=course, trusted=False, by=by)
                return _("What the teachers write is reviewed again.")
        raise CourseRefused(_("Choose what to do."))

    def _somebody(self) -> User:
        return self._pick(possible_teachers())

    def _teacher(self) -> User:
        return self._pick(User.objects.filter(taught_rows__course=self.course))

    def _pick(self, users: Any) -> User:
        key = self.request.POST.get("user", "")
        user = users.filter(pk=key).first() if key.isdecimal() else None
        if user is None:
            raise CourseRefused(_("Choose a person from the list."))
        return user
