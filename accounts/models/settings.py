from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="user", order=610)
class AccountSettings(BaseGenericSetting):
    """What admins decide about accounts without a programmer."""

    students_may_sign_up = models.BooleanField(
        _("students may sign up themselves"),
        default=True,
        help_text=_("If not, only the staff make accounts."),
    )
    teachers_may_sign_up = models.BooleanField(
        _("teachers may sign up themselves"),
        default=True,
        help_text=_("They wait for an admin's approval before their account opens."),
    )

    panels = [FieldPanel("students_may_sign_up"), FieldPanel("teachers_may_sign_up")]

    class Meta:
        verbose_name = _("sign-up")
