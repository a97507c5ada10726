"""Page mixins every app may use. Abstract only: `common` owns no table."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class SocialMixin(models.Model):
    """What other sites show of a page: search description (Wagtail's own) and a picture."""

    social_image = models.ForeignKey(
        "catalog.CourseImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for sharing"),
        help_text=_("Shown where people share the page. At least 1200 × 630 pixels."),
    )

    social_panels: list[Any] = [
        MultiFieldPanel([FieldPanel("social_image")], _("Sharing"))
    ]

    class Meta:
        abstract = True
