from accounts.models.blocks import Block
from accounts.models.imports import PeopleImport
from accounts.models.profiles import StudentProfile, TeacherApplication, TeacherProfile
from accounts.models.settings import AccountSettings
from accounts.models.users import (
    ADMIN_ROLES,
    STAFF_ROLES,
    Role,
    Status,
    User,
    validate_username,
)

__all__ = [
    "ADMIN_ROLES",
    "STAFF_ROLES",
    "AccountSettings",
    "Block",
    "PeopleImport",
    "Role",
    "Status",
    "StudentProfile",
    "TeacherApplication",
    "TeacherProfile",
    "User",
    "validate_username",
]
