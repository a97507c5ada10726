"""The doors through which inquiries come: the page with the form, keys of partners, files."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from catalog.permissions import CourseTreeMixin
from common.imports import CheckedImport
from common.pages import SocialMixin
from crm.models.inquiries import Inquiry


class InquiryPage(CourseTreeMixin, SocialMixin, Page):
    """A page on which visitors ask the academy."""

    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ol", "ul"]
    )
    thanks = RichTextField(
        _("words of thanks"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_(
            "Shown after the inquiry arrived. Without them the usual ones are."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("thanks"),
    ]
    promote_panels = [*Page.promote_panels, *SocialMixin.social_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[Any] = []

    class Meta:
        verbose_name = _("inquiry page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from crm.asking import first_asking

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **first_asking(request, self)}

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # The form has a ticket of its own each time it is drawn, so no cache may keep the page.
        answer = super().serve(request, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer


class PartnerKey(models.Model):
    """Lets a partner or a campaign send inquiries by the API. Only a digest of the key is kept."""

    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("Who uses it, such as a fair or a portal."),
    )
    beginning = models.CharField(max_length=8, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    source = models.CharField(
        _("source"),
        max_length=16,
        choices=Inquiry.Source,
        default=Inquiry.Source.CAMPAIGN,
    )
    campaign = models.CharField(_("campaign"), max_length=120, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name


class InquiryImport(CheckedImport):
    """A file of inquiries: first the columns are named, then it is checked, then carried out.

    `lines` keeps only those that need a word (refused, already there); `counts_by_verdict` counts
    all. The file itself waits in `content` and is deleted with the end of the import.
    """

    content = models.BinaryField(default=bytes)
    # From our field's name to the number of the column.
    mapping = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    counts_by_verdict = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta(CheckedImport.Meta):
        verbose_name = _("import of inquiries")
        verbose_name_plural = _("imports of inquiries")
