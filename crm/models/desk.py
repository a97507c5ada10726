"""What counselors and admins set up for their work."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.phones import regions


class CounselorSettings(models.Model):
    """How a counselor takes part when inquiries are given out. Who has no row takes them all."""

    counselor = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="crm_settings",
        limit_choices_to={"role": "counselor"},
        verbose_name=_("counselor"),
    )
    takes_inquiries = models.BooleanField(_("takes new inquiries"), default=True)
    most_open = models.PositiveSmallIntegerField(
        _("most open inquiries"),
        null=True,
        blank=True,
        help_text=_("Empty means that there is no limit."),
    )
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_("Two letters each, such as en or hi."),
    )
    courses = models.ManyToManyField(
        "catalog.CoursePage",
        blank=True,
        related_name="+",
        verbose_name=_("courses"),
        help_text=_("Inquiries about these come here first."),
    )

    class Meta:
        verbose_name = _("counselor")
        verbose_name_plural = _("counselors")

    def __str__(self) -> str:
        return str(self.counselor)


class Holiday(models.Model):
    """Days on which a counselor is away, both included; without a counselor the office is closed."""

    counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="crm_holidays",
        limit_choices_to={"role": "counselor"},
        verbose_name=_("counselor"),
        help_text=_("Empty means everybody."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering = ["-first_day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="crm_holiday_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.counselor or _('Office')}: {self.first_day} – {self.last_day}"


class SavedFilter(models.Model):
    """A way of looking at the board or the list that somebody gave a name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="crm_filters"
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("for the whole team"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="crm_filter_name_unique",
                violation_error_message=_("You have a filter of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def validate_region(value: str) -> None:
    if value not in regions():
        raise ValidationError(
            _("“%(value)s” is not a country: two letters, such as IN."),
            params={"value": value},
        )
