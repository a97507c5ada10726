"""Who somebody is, what role they hold, and whether they may come in."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.timezones import timezone_names


class Role(models.TextChoices):
    SUPER_ADMIN = "super_admin", _("Super admin")
    ADMIN = "admin", _("Admin")
    TEACHER = "teacher", _("Teacher")
    COUNSELOR = "counselor", _("Counselor")
    STUDENT = "student", _("Student")


ADMIN_ROLES = frozenset({Role.SUPER_ADMIN, Role.ADMIN})
STAFF_ROLES = frozenset(Role) - {Role.STUDENT}


class Status(models.TextChoices):
    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")
    SUSPENDED = "suspended", _("Suspended")


def validate_timezone(value: str) -> None:
    if value not in timezone_names():
        raise ValidationError(
            _("“%(value)s” is not a time zone."), params={"value": value}
        )


def validate_username(value: str) -> None:
    """Refuse what looks like an address: people would believe it to be whose address it is.

    For new names alone; who has such a name from elsewhere keeps it.
    """
    if "@" in value:
        raise ValidationError(_("Choose a username without the sign “@”."))


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def with_role(self, *roles: Role) -> "UserQuerySet":
        return self.filter(role__in=roles)

    def students(self) -> "UserQuerySet":
        return self.with_role(Role.STUDENT)

    def teachers(self) -> "UserQuerySet":
        return self.with_role(Role.TEACHER)


class JeeviUserManager(UserManager["User"]):
    use_in_migrations = False

    def create_superuser(self, *args: Any, **fields: Any) -> "User":
        fields.setdefault("role", Role.SUPER_ADMIN)
        user = super().create_superuser(*args, **fields)
        # Who may run commands on the server needs no code by mail to be believed.
        user.mark_email_verified()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractUser):
    """A person. `role`, `status` and `is_blocked` are the truth; groups and other `is_*` flags follow.

    Change them through `accounts.services`, which also ends open sessions and writes the
    audit trail. Raising `sessions_ended` makes every session of the person worthless at once,
    wherever sessions are kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"))
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    avatar = models.ImageField(_("picture"), upload_to="avatars/", blank=True)
    status_text = models.CharField(
        _("status message"),
        max_length=140,
        blank=True,
        help_text=_("A short line that others see beside your name."),
    )
    role = models.CharField(
        _("role"), max_length=16, choices=Role, default=Role.STUDENT
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.ACTIVE
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        default=settings.TIME_ZONE,
        validators=[validate_timezone],
    )
    is_blocked = models.BooleanField(_("blocked"), default=False, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    email_verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = JeeviUserManager.from_queryset(UserQuerySet)()

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("Somebody uses this email address already."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_unique",
                violation_error_message=_("Somebody uses this username already."),
            ),
        ]
        indexes = [models.Index(fields=["role", "status"])]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def set_flags(self) -> None:
        """Let Django's own flags follow role and state; `save` does, `bulk_create` does not."""
        self.is_superuser = self.role == Role.SUPER_ADMIN
        self.is_staff = self.role in ADMIN_ROLES
        self.is_active = self.status == Status.ACTIVE and not self.is_blocked

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_flags()
        fields = kwargs.get("update_fields")
        if fields is not None and {"role", "status", "is_blocked"} & {*fields}:
            kwargs["update_fields"] = {*fields, "is_superuser", "is_staff", "is_active"}
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        return salted_hmac(
            "accounts.User.get_session_auth_hash",
            f"{self.password}:{self.sessions_ended}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def mark_email_verified(self) -> None:
        """Believe the address without a code by mail."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.update_or_create(
            user=self,
            email=self.email.lower(),
            defaults={"verified": True, "primary": True},
        )
        self.email_verified_at = timezone.now()
        self.save(update_fields=["email_verified_at"])

    @property
    def is_admin(self) -> bool:
        return self.role in ADMIN_ROLES

    @property
    def is_teacher(self) -> bool:
        return self.role == Role.TEACHER

    @property
    def is_counselor(self) -> bool:
        return self.role == Role.COUNSELOR

    @property
    def is_student(self) -> bool:
        return self.role == Role.STUDENT

    @property
    def is_academy_staff(self) -> bool:
        """Everybody but students: those who reach the Wagtail admin."""
        return self.role in STAFF_ROLES
