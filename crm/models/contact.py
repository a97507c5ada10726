"""What happens with a person: planned contact, messages, and one timeline of it all."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.inquiries import Inquiry
from crm.querysets import FollowUpQuerySet, TimelineQuerySet


class Medium(models.TextChoices):
    CALL = "call", _("Call")
    EMAIL = "email", _("Email")
    VISIT = "visit", _("Visit")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")


class FollowUp(models.Model):
    """A contact that is planned or took place. An inquiry has at most one that is pending."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        COMPLETED = "completed", _("Completed")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        INTERESTED = "interested", _("Interested")
        VISIT_AGREED = "visit_agreed", _("Visit agreed")
        CALL_LATER = "call_later", _("Asked to call later")
        NO_ANSWER = "no_answer", _("No answer")
        SENT = "sent", _("Sent")
        NOT_INTERESTED = "not_interested", _("Not interested")
        WRONG_CONTACT = "wrong_contact", _("Wrong number or address")

    # The person was there and spoke, wrote or came.
    SPOKE: ClassVar = frozenset(
        {
            Outcome.REACHED,
            Outcome.INTERESTED,
            Outcome.VISIT_AGREED,
            Outcome.CALL_LATER,
            Outcome.NOT_INTERESTED,
        }
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="follow_ups"
    )
    # Whose it is; empty with the inquiry's counselor.
    counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("counselor"),
    )
    medium = models.CharField(
        _("type"), max_length=16, choices=Medium, default=Medium.CALL
    )
    due_at = models.DateTimeField(_("due"))
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.PENDING
    )
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("done"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField()
    # When the counselor was reminded, and the admins told that it was missed.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = [
            models.Index(fields=["status", "counselor", "due_at"]),
            models.Index(fields=["inquiry", "status"]),
            models.Index(fields=["counselor", "closed_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=models.Q(status="pending"),
                name="crm_one_pending_follow_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_medium_display()} · {self.inquiry}"


class Purpose(models.TextChoices):
    """What something is written for, which decides the consent that it needs."""

    ANSWER = "answer", _("Answer to the inquiry")
    NEWS = "news", _("News and offers")


class MessageTemplate(models.Model):
    """A letter or a short message that counselors send, with words for the person's own."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    medium = models.CharField(
        _("type"),
        max_length=16,
        choices=[
            (medium.value, medium.label)
            for medium in (Medium.EMAIL, Medium.SMS, Medium.WHATSAPP)
        ],
        default=Medium.EMAIL,
    )
    purpose = models.CharField(
        _("purpose"),
        max_length=16,
        choices=Purpose,
        default=Purpose.ANSWER,
        help_text=_("News and offers go only to those who asked for them."),
    )
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), max_length=5000)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """What was written to a person, or what the person wrote back."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        RECEIVED = "received", _("Received")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="messages"
    )
    medium = models.CharField(_("type"), max_length=16, choices=Medium)
    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.ANSWER)
    is_incoming = models.BooleanField(default=False)
    template = models.ForeignKey(
        MessageTemplate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField(max_length=5000)
    state = models.CharField(
        _("state"), max_length=16, choices=State, default=State.QUEUED
    )
    error = models.CharField(max_length=300, blank=True)
    # How often it was tried, and when next; empty where a person sends it, as by WhatsApp.
    tries = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Since when a worker has had it.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["state", "send_at"]),
            models.Index(fields=["inquiry", "-created_at"]),
        ]

    def __str__(self) -> str:
        return self.subject or self.body[:60]


class TimelineEntry(models.Model):
    """One thing that happened with a person: with an inquiry, a student, or both. Only added.

    `crm.timeline` writes and reads them. `text` is what somebody wrote; sentences that the site
    says itself are made from `kind` and `data` when they are shown.
    """

    class Kind(models.TextChoices):
        CAPTURED = "captured", _("Asked")
        ASKED_AGAIN = "asked_again", _("Asked again")
        NOTE = "note", _("Note")
        STATUS = "status", _("Status")
        ASSIGNED = "assigned", _("Assigned")
        CHANGED = "changed", _("Changed")
        FOLLOW_UP = "follow_up", _("Contact")
        PLANNED = "planned", _("Planned")
        MISSED = "missed", _("Missed")
        MESSAGE = "message", _("Message")
        CONSENT = "consent", _("Consent")
        MERGED = "merged", _("Merged")
        CONVERTED = "converted", _("Became a student")
        SIGN_UP = "sign_up", _("Signed up")
        ENROLLED = "enrolled", _("Enrolled")
        LEFT = "left", _("Left a course")
        LESSON = "lesson", _("Lesson")
        COURSE = "course", _("Course completed")
        ASSESSED = "assessed", _("Assessed")
        ATTENDANCE = "attendance", _("Attendance")
        RISK = "risk", _("At risk")
        REWARD = "reward", _("Reward or penalty")
        APPEAL = "appeal", _("Appeal")

    inquiry = models.ForeignKey(
        Inquiry,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="timeline",
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="crm_timeline",
    )
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    # What the browser sends with each form once, so that a double click asks once.
    request_key = models.UUIDField(null=True, unique=True, editable=False)
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    crm_message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    objects = TimelineQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["inquiry", "-at"]),
            models.Index(fields=["student", "-at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(inquiry__isnull=False)
                | models.Q(student__isnull=False),
                name="crm_timeline_about_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
