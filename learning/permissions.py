"""Who looks after the students of a course."""

from accounts.models import User
from catalog.models import CoursePage


def may_supervise(user: User, course: CoursePage) -> bool:
    """Whether `user` enrols, answers and assesses students here: admins, and who teaches the course."""
    if not user.is_active:
        return False
    return user.is_admin or (user.is_academy_staff and course.is_taught_by(user))
