"""Roles become Django groups, so that Wagtail's permissions and reports obey them."""

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role, StudentProfile, TeacherProfile, User

# Super admins need no group: `is_superuser` opens everything.
GROUP_NAMES: dict[str, str] = {
    Role.ADMIN: "Admins",
    Role.TEACHER: "Teachers",
    Role.COUNSELOR: "Counselors",
    Role.STUDENT: "Students",
}


def sync_groups(user: User) -> None:
    """Put `user` into the group of the role and out of the other roles' groups; other groups stay."""
    wanted = GROUP_NAMES.get(user.role)
    held = set(
        user.groups.filter(name__in=GROUP_NAMES.values()).values_list("name", flat=True)
    )
    if held == ({wanted} if wanted else set()):
        return
    user.groups.remove(*Group.objects.filter(name__in=held - {wanted}))
    if wanted and wanted not in held:
        user.groups.add(Group.objects.get_or_create(name=wanted)[0])


def ensure_profile(user: User) -> TeacherProfile | StudentProfile | None:
    """Return the profile of the role, made where it is missing; None for roles without one."""
    if user.role == Role.TEACHER:
        return TeacherProfile.objects.get_or_create(user=user)[0]
    if user.role == Role.STUDENT:
        return ensure_student_profile(user)
    return None


def ensure_student_profile(user: User) -> StudentProfile:
    """Return the student's profile; a new one gets the next enrolment number of the year, `2026-00042`."""
    if profile := StudentProfile.objects.filter(user=user).first():
        return profile
    try:
        return make_student_profiles([user])[0]
    except IntegrityError:  # somebody else has just made it
        return StudentProfile.objects.get(user=user)


def make_student_profiles(users: list[User]) -> list[StudentProfile]:
    """Number new students in their order.

    Two sign-ups at once can draw the same number; the unique column refuses the second,
    which then draws again.
    """
    year = timezone.localdate().year
    for _attempt in range(20):
        last = (
            StudentProfile.objects.filter(enrolment_number__startswith=f"{year}-")
            .order_by("-enrolment_number")
            .values_list("enrolment_number", flat=True)
            .first()
        )
        number = int(last.split("-")[1]) if last else 0
        profiles = [
            StudentProfile(
                user=user,
                enrolment_number=f"{year}-{number + place:05}",
                admission_date=timezone.localdate(),
            )
            for place, user in enumerate(users, start=1)
        ]
        try:
            with transaction.atomic():
                return StudentProfile.objects.bulk_create(profiles, batch_size=500)
        except IntegrityError:
            if StudentProfile.objects.filter(user__in=users[:1]).exists():
                raise
    raise RuntimeError("No free enrolment number was found in 20 attempts.")
