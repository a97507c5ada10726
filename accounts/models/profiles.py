"""What the institute knows of a teacher or a student beyond the account."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)s"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.user)


class TeacherProfile(Profile):
    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        ON_LEAVE = "on_leave", _("On leave")

    title = models.CharField(_("title"), max_length=120, blank=True)
    bio = models.TextField(_("biography"), blank=True)
    employee_id = models.CharField(
        _("employee id"), max_length=32, unique=True, null=True, blank=True
    )
    specialisations = models.JSONField(
        _("specialisations"),
        default=list,
        blank=True,
        help_text=_("Subjects, one a line."),
    )
    qualification = models.CharField(_("qualification"), max_length=255, blank=True)
    experience_years = models.DecimalField(
        _("years of experience"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    hourly_rate = models.DecimalField(
        _("hourly rate"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    max_hours_per_day = models.DecimalField(
        _("most hours a day"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MaxValueValidator(24)],
    )
    max_students_per_day = models.PositiveSmallIntegerField(
        _("most students a day"), null=True, blank=True
    )
    weekly_availability = models.JSONField(
        _("weekly availability"),
        default=dict,
        blank=True,
        help_text=_(
            "For each weekday a list of [from, to] times, in the teacher's time zone."
        ),
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.ACTIVE
    )

    class Meta:
        verbose_name = _("teacher")
        verbose_name_plural = _("teachers")


class StudentProfile(Profile):
    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        COMPLETED = "completed", _("Completed")
        DROPPED = "dropped", _("Dropped")
        HOLD = "hold", _("On hold")
        GRADUATED = "graduated", _("Graduated")

    class LearningStyle(models.TextChoices):
        VISUAL = "visual", _("Visual")
        AUDITORY = "auditory", _("Auditory")
        KINESTHETIC = "kinesthetic", _("Kinesthetic")
        READING = "reading", _("Reading")

    enrolment_number = models.CharField(
        _("enrolment number"), max_length=20, unique=True, editable=False
    )
    roll_number = models.CharField(_("roll number"), max_length=32, blank=True)
    guardian_name = models.CharField(_("guardian's name"), max_length=150, blank=True)
    guardian_email = models.EmailField(_("guardian's email"), blank=True)
    guardian_phone = models.CharField(_("guardian's phone"), max_length=32, blank=True)
    emergency_contact_name = models.CharField(
        _("emergency contact"), max_length=150, blank=True
    )
    emergency_contact_phone = models.CharField(
        _("emergency phone"), max_length=32, blank=True
    )
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    address = models.TextField(_("address"), blank=True)
    admission_date = models.DateField(_("admission date"), null=True, blank=True)
    counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="counselled_students",
        limit_choices_to={"role": "counselor"},
    )
    learning_style = models.CharField(
        _("learning style"),
        max_length=16,
        choices=LearningStyle,
        blank=True,
        help_text=_("The student's stated preference."),
    )
    preferred_schedule = models.JSONField(
        _("preferred schedule"),
        default=dict,
        blank=True,
        help_text=_(
            "For each weekday a list of [from, to] times, in the student's time zone."
        ),
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.ACTIVE
    )

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")


class TeacherApplicationQuerySet(models.QuerySet["TeacherApplication"]):
    def waiting(self) -> "TeacherApplicationQuerySet":
        return self.filter(status=TeacherApplication.Status.PENDING)


class TeacherApplication(models.Model):
    """Somebody asked to teach. Until an admin decides, the account stays inactive."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for a decision")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="teacher_application",
    )
    statement = models.TextField(_("what you would like to teach"), max_length=2000)
    status = models.CharField(max_length=16, choices=Status, default=Status.PENDING)
    applied_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = TeacherApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["applied_at"]
        verbose_name = _("application to teach")
        verbose_name_plural = _("applications to teach")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_status_display()}"
