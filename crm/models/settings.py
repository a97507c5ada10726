from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from crm.forms.settings import CRMSettingsForm
from crm.models.desk import validate_region


def weekdays() -> list[int]:
    """Monday to Saturday, as `date.weekday` counts."""
    return [0, 1, 2, 3, 4, 5]


@register_setting(icon="group", order=620)
class CRMSettings(BaseGenericSetting):
    """What admins decide about inquiries without a programmer."""

    phone_region = models.CharField(
        _("country of phone numbers"),
        max_length=2,
        default="IN",
        validators=[validate_region],
        help_text=_(
            "Two letters. Numbers without a country code are taken as from here."
        ),
    )
    opens_at = models.TimeField(_("office opens"), default=time(9))
    closes_at = models.TimeField(_("office closes"), default=time(18))
    working_days = models.JSONField(
        _("working days"), default=weekdays, help_text=_("Numbers; Monday is 0.")
    )
    counselors_see_all = models.BooleanField(
        _("counselors see all inquiries"),
        default=False,
        help_text=_("If not, each sees their own and those that nobody has."),
    )
    assigns_by_itself = models.BooleanField(
        _("new inquiries are given to a counselor"), default=True
    )
    sign_ups_are_inquiries = models.BooleanField(
        _("a student's sign-up becomes an inquiry"), default=True
    )
    missed_after_hours = models.PositiveSmallIntegerField(
        _("a follow-up is missed after so many hours"),
        default=24,
        validators=[MinValueValidator(1)],
    )
    escalated_after_hours = models.PositiveSmallIntegerField(
        _("admins are told of a missed one after so many more hours"), default=24
    )
    stale_after_days = models.PositiveSmallIntegerField(
        _("an inquiry is stale after so many days without contact"),
        default=14,
        validators=[MinValueValidator(1)],
    )
    hot_from_score = models.PositiveSmallIntegerField(
        _("an inquiry is hot from this score"),
        default=70,
        validators=[MaxValueValidator(100)],
    )
    days_to_decide_appeals = models.PositiveSmallIntegerField(
        _("days to decide about an appeal"),
        default=7,
        validators=[MinValueValidator(1)],
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("phone_region"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("working_days"),
            ],
            heading=_("Office"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("counselors_see_all"),
                FieldPanel("assigns_by_itself"),
                FieldPanel("sign_ups_are_inquiries"),
                FieldPanel("hot_from_score"),
                FieldPanel("stale_after_days"),
            ],
            heading=_("Inquiries"),
        ),
        MultiFieldPanel(
            [FieldPanel("missed_after_hours"), FieldPanel("escalated_after_hours")],
            heading=_("Follow-ups"),
        ),
        MultiFieldPanel(
            [FieldPanel("days_to_decide_appeals")], heading=_("Rewards and penalties")
        ),
    ]
    base_form_class = CRMSettingsForm

    class Meta:
        verbose_name = _("CRM")
