"""Who asked, for what, and how far it went."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import TaggedItemBase

from crm.matching import Person, keys_of
from crm.querysets import InquiryQuerySet

KEY_FIELDS = ("email_key", "name_key", "phone_head", "phone_tail")


class ContactTime(models.TextChoices):
    """When somebody would like to hear from us, in their own day."""

    ANY = "any", _("Any time")
    MORNING = "morning", _("In the morning")
    AFTERNOON = "afternoon", _("In the afternoon")
    EVENING = "evening", _("In the evening")


class InquiryTag(TaggedItemBase):
    content_object = models.ForeignKey(
        "crm.Inquiry", on_delete=models.CASCADE, related_name="tagged_items"
    )


class Inquiry(models.Model):
    """Somebody who may become a student. Also called a lead.

    Change it through `crm.services`, which keep the timeline and the rules of the statuses. An
    inquiry that was merged into another stays as a row that leads there.
    """

    class Source(models.TextChoices):
        WEBSITE = "website", _("Website")
        REFERRAL = "referral", _("Referral")
        WALK_IN = "walk_in", _("Walk-in")
        PHONE = "phone", _("Phone")
        SOCIAL_MEDIA = "social_media", _("Social media")
        CAMPAIGN = "campaign", _("Campaign")

    class Channel(models.TextChoices):
        """Which door of ours the inquiry came through, whatever led the person there."""

        FORM = "form", _("Inquiry form")
        COURSE_PAGE = "course_page", _("Course page")
        PREVIEW = "preview", _("Free preview lesson")
        DESK = "desk", _("Entered by a counselor")
        IMPORT = "import", _("Import")
        API = "api", _("API")
        SIGN_UP = "sign_up", _("Sign-up")

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        FOLLOW_UP_SCHEDULED = "follow_up_scheduled", _("Follow-up scheduled")
        ENROLLED = "enrolled", _("Enrolled")
        LOST = "lost", _("Lost")

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        MEDIUM = 2, _("Medium")
        HIGH = 3, _("High")

    class LostReason(models.TextChoices):
        PRICE = "price", _("Too expensive")
        TIME = "time", _("No time")
        OTHER_INSTITUTE = "other_institute", _("Chose another institute")
        NOT_REACHED = "not_reached", _("Could not be reached")
        NOT_INTERESTED = "not_interested", _("Not interested")
        NO_COURSE = "no_course", _("We have no such course")
        SPAM = "spam", _("Not a real inquiry")
        OTHER = "other", _("Other")

    OPEN: ClassVar = frozenset(
        {Status.NEW, Status.CONTACTED, Status.FOLLOW_UP_SCHEDULED}
    )
    CLOSED: ClassVar = frozenset({Status.ENROLLED, Status.LOST})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    # E.164 ("+919812345678"), or empty where the number can't be understood.
    phone_number = models.CharField(max_length=20, blank=True, editable=False)
    email = models.EmailField(_("email"), blank=True)
    # What entries of one person share though they are spelt in two ways; see `crm.matching`.
    email_key = models.CharField(
        max_length=254, blank=True, editable=False, db_index=True
    )
    name_key = models.CharField(max_length=20, blank=True, editable=False)
    phone_head = models.CharField(max_length=5, blank=True, editable=False)
    phone_tail = models.CharField(max_length=5, blank=True, editable=False)
    language = models.CharField(
        _("language"),
        max_length=8,
        blank=True,
        help_text=_("The language that the person would like to speak."),
    )
    contact_time = models.CharField(
        _("preferred time"),
        max_length=16,
        choices=ContactTime,
        default=ContactTime.ANY,
    )
    message = models.TextField(_("message"), max_length=2000, blank=True)
    courses = models.ManyToManyField(
        "catalog.CoursePage",
        blank=True,
        related_name="inquiries",
        verbose_name=_("courses of interest"),
    )
    tags = TaggableManager(through=InquiryTag, blank=True)

    source = models.CharField(
        _("source"), max_length=16, choices=Source, default=Source.WEBSITE
    )
    channel = models.CharField(_("arrived by"), max_length=16, choices=Channel)
    campaign = models.CharField(_("campaign"), max_length=120, blank=True)
    # What campaigns put into an address besides their name: utm_source, utm_medium, utm_term …
    utm = models.JSONField(default=dict, blank=True, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
    )
    page_revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    referrer = models.URLField(_("came from"), max_length=500, blank=True)

    status = models.CharField(
        _("status"), max_length=24, choices=Status, default=Status.NEW
    )
    status_changed_at = models.DateTimeField(_("in this status since"))
    lost_reason = models.CharField(
        _("why lost"), max_length=24, choices=LostReason, blank=True
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.MEDIUM
    )
    counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="inquiries",
        limit_choices_to={"role": "counselor"},
        verbose_name=_("counselor"),
    )
    assigned_at = models.DateTimeField(null=True, blank=True, editable=False)

    # 0 to 100; `score_reasons` lists codes, points and numbers, the weightiest first, and
    # `crm.score_wording` says them. `score` is one of the two others: whichever is in use.
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    score_reasons = models.JSONField(default=list, blank=True, editable=False)
    hand_score = models.PositiveSmallIntegerField(default=0, editable=False)
    model_score = models.PositiveSmallIntegerField(null=True, editable=False)
    scored_at = models.DateTimeField(null=True, blank=True, editable=False)

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="own_inquiries",
        verbose_name=_("student"),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("asked"), db_index=True)
    # When the person was last heard of or spoken with: what "stale" is measured by.
    last_activity_at = models.DateTimeField(_("last activity"))
    updated_at = models.DateTimeField(auto_now=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        indexes = [
            models.Index(fields=["status", "counselor", "-score"]),
            models.Index(fields=["counselor", "status"]),
            models.Index(fields=["phone_number"]),
            models.Index(fields=["email"]),
            models.Index(fields=["name_key"]),
            models.Index(fields=["phone_head"]),
            models.Index(fields=["phone_tail"]),
            models.Index(fields=["status", "status_changed_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__lte=100), name="crm_inquiry_score_in_range"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="lost") | ~models.Q(lost_reason=""),
                name="crm_inquiry_lost_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(lost_reason="") | models.Q(status="lost"),
                name="crm_inquiry_reason_only_if_lost",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Erased person"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        if changed is None or not {"name", "phone", "email"}.isdisjoint(changed):
            self.fill_keys()
            if changed is not None:
                kwargs["update_fields"] = {*changed, *KEY_FIELDS}
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Derive what duplicates are found by. `save` does it; who writes in bulk calls it."""
        keys = keys_of(self.as_person())
        for name in KEY_FIELDS:
            setattr(self, name, getattr(keys, name))

    def as_person(self) -> Person:
        """Return what `crm.matching` compares."""
        return Person(self.name, self.phone, self.phone_number, self.email)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class StatusChange(models.Model):
    """An inquiry went from one status to the next; the first has no `before`. Only added."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="status_changes"
    )
    before = models.CharField(max_length=24, choices=Inquiry.Status, blank=True)
    after = models.CharField(max_length=24, choices=Inquiry.Status)
    lost_reason = models.CharField(
        max_length=24, choices=Inquiry.LostReason, blank=True
    )
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["after", "at"])]

    def __str__(self) -> str:
        return f"{self.before or '–'} → {self.after}"


class ContactConsent(models.Model):
    """What a person said about being contacted for one purpose. Only added; the newest holds."""

    class Purpose(models.TextChoices):
        INQUIRY = "inquiry", _("Answer this inquiry")
        NEWS = "news", _("Send news and offers by email")
        MESSAGING = "messaging", _("Write by SMS or WhatsApp")

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=16, choices=Purpose)
    is_given = models.BooleanField()
    # The sentence as the person saw it.
    wording = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {'✓' if self.is_given else '–'}"
