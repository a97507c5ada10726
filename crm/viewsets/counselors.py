"""Who takes which inquiries, and when somebody is away."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from accounts.models import Role, User
from catalog.models import CoursePage
from catalog.models.pages import COURSE_LANGUAGES
from crm.assignment import Desk, read_desks
from crm.models import CounselorSettings, Holiday, Inquiry


class CounselorForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=COURSE_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Inquiries in these come here first. Without any, all come."
        ),
    )
    courses: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Courses"),
        queryset=CoursePage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Inquiries about these come here first. Without any, all come."
        ),
    )

    class Meta:
        model = CounselorSettings
        fields = ["counselor", "takes_inquiries", "most_open", "languages", "courses"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["courses"].queryset = CoursePage.objects.live().order_by("title")
        if self.instance.pk:
            # Whose they are doesn't change: another counselor has settings of their own.
            del self.fields["counselor"]
        else:
            self.fields["counselor"].queryset = (
                User.objects.active()
                .with_role(Role.COUNSELOR)
                .filter(crm_settings=None)
                .order_by("username")
            )


class CounselorIndexView(generic.IndexView):
    """All counselors, with settings or without, and how much each has to do."""

    page_title = gettext_lazy("Counselors")
    is_searchable = False
    default_ordering = "username"

    def get_base_queryset(self) -> QuerySet[User]:
        return User.objects.with_role(Role.COUNSELOR).select_related("crm_settings")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.order_by("first_name", "last_name", "pk")

    @cached_property
    def desks(self) -> dict[int, Desk]:
        return {desk.counselor.pk: desk for desk in read_desks()}

    @cached_property
    def unanswered(self) -> dict[int, int]:
        """How many new inquiries each has that nobody has answered."""
        counts: dict[int, int] = {}
        new = Inquiry.objects.open().filter(status=Inquiry.Status.NEW)
        for key in new.exclude(counselor=None).values_list("counselor", flat=True):
            counts[key] = counts.get(key, 0) + 1
        return counts

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Name"),
                accessor=str,
                get_url=self.get_edit_url,
            ),
            Column("state", label=gettext_lazy("New inquiries"), accessor=self._state),
            Column("open", label=gettext_lazy("Open"), accessor=self._open),
            TitleColumn(
                "unanswered",
                label=gettext_lazy("Not answered yet"),
                accessor=self._unanswered,
                get_url=self._give_on,
            ),
            Column(
                "languages", label=gettext_lazy("Languages"), accessor=self._languages
            ),
        ]

    def get_edit_url(self, instance: User) -> str:
        settings = getattr(instance, "crm_settings", None)
        if settings:
            return reverse(self.edit_url_name, args=[settings.pk])
        return f"{reverse(self.add_url_name)}?{urlencode({'counselor': instance.pk})}"

    def _state(self, counselor: User) -> str:
        desk = self.desks.get(counselor.pk)
        if desk is None:
            return _("None: the account is closed")
        if desk.away_until:
            return _("None: away until %(day)s") % {
                "day": date_format(desk.away_until, "j F")
            }
        if not desk.takes_inquiries:
            return _("None")
        return _("None: has the most") if desk.is_full else _("Takes them")

    def _open(self, counselor: User) -> str:
        desk = self.desks.get(counselor.pk)
        if desk is None:
            return "–"
        if desk.most_open is None:
            return str(desk.open)
        return _("%(open)d of %(most)d") % {"open": desk.open, "most": desk.most_open}

    def _unanswered(self, counselor: User) -> str:
        count = self.unanswered.get(counselor.pk, 0)
        if not count:
            return "–"
        return ngettext(
            "%(count)d: give to others", "%(count)d: give to others", count
        ) % {"count": count}

    def _give_on(self, counselor: User) -> str | None:
        if not self.unanswered.get(counselor.pk):
            return None
        question = urlencode({"from": counselor.pk, "next": self.get_index_url()})
        return f"{reverse('crm:assign')}?{question}"

    def _languages(self, counselor: User) -> str:
        settings = getattr(counselor, "crm_settings", None)
        names = dict(COURSE_LANGUAGES)
        spoken = settings.languages if settings else []
        return ", ".join(str(names.get(code, code)) for code in spoken) or "–"


class CounselorCreateView(generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "counselor": self.request.GET.get("counselor")}


class CounselorViewSet(ModelViewSet):
    model = CounselorSettings
    name = "crm_counselors"
    icon = "user"
    menu_label = gettext_lazy("Counselors")
    menu_order = 20
    url_prefix = "crm/counselors"
    index_view_class = CounselorIndexView
    add_view_class = CounselorCreateView
    copy_view_enabled = inspect_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100

    def get_form_class(self, for_update: bool = False) -> type[CounselorForm]:
        return CounselorForm


class HolidayForm(WagtailAdminModelForm):
    """Admins say whose; a counselor's are their own."""

    class Meta:
        model = Holiday
        fields = ["counselor", "first_day", "last_day", "note"]
        widgets = {"first_day": AdminDateInput, "last_day": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and self.for_user.is_admin:
            self.fields["counselor"].queryset = User.objects.with_role(
                Role.COUNSELOR
            ).order_by("username")
            self.fields["counselor"].empty_label = _("The whole office")
        else:
            del self.fields["counselor"]
            self.instance.counselor = self.for_user


class HolidayIndexView(generic.IndexView):
    page_title = gettext_lazy("Holidays")
    is_searchable = False
    default_ordering = "-first_day"

    def get_base_queryset(self) -> QuerySet[Holiday]:
        policy = self.permission_policy
        own = policy.instances_user_has_any_permission_for(
            self.request.user, {"change"}
        )
        return own.select_related("counselor")

    @cached_property
    def columns(self) -> list[Column]:
        today = timezone.localdate()
        return [
            TitleColumn(
                "whose",
                label=gettext_lazy("Who is away"),
                accessor=lambda row: row.counselor or _("The whole office"),
                get_url=self.get_edit_url,
            ),
            Column("first_day", label=gettext_lazy("First day"), sort_key="first_day"),
            Column("last_day", label=gettext_lazy("Last day"), sort_key="last_day"),
            Column(
                "now",
                label=gettext_lazy("Now"),
                accessor=lambda row: (
                    _("Away") if row.first_day <= today <= row.last_day else ""
                ),
            ),
            Column("note", label=gettext_lazy("Note")),
        ]


class OwnHolidayMixin:
    """Wagtail asks here whether somebody may change holidays at all; this asks about the one."""

    def get_object(self, *args: Any, **kwargs: Any) -> Holiday:
        view: Any = self
        before: Any = super()
        holiday: Holiday = before.get_object(*args, **kwargs)
        if not view.permission_policy.user_has_permission_for_instance(
            view.request.user, "change", holiday
        ):
            raise PermissionDenied
        return holiday


class HolidayEditView(OwnHolidayMixin, generic.EditView):
    pass


class HolidayDeleteView(OwnHolidayMixin, generic.DeleteView):
    pass


class HolidayHistoryView(OwnHolidayMixin, HistoryView):
    pass


class HolidayUsageView(OwnHolidayMixin, UsageView):
    pass


class HolidayViewSet(ModelViewSet):
    model = Holiday
    name = "crm_holidays"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Holidays")
    menu_order = 30
    url_prefix = "crm/holidays"
    index_view_class = HolidayIndexView
    edit_view_class = HolidayEditView
    delete_view_class = HolidayDeleteView
    history_view_class = HolidayHistoryView
    usage_view_class = HolidayUsageView
    copy_view_enabled = inspect_view_enabled = False
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[HolidayForm]:
        return HolidayForm
