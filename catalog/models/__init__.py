from catalog.models.categories import Category
from catalog.models.media import CourseDocument, CourseImage, CourseImageRendition
from catalog.models.pages import (
    CourseIndexPage,
    CoursePage,
    CourseTag,
    EnrolmentPolicy,
    Level,
    ModulePage,
)
from catalog.models.teams import CourseTeacher, CourseTeam

__all__ = [
    "Category",
    "CourseDocument",
    "CourseImage",
    "CourseImageRendition",
    "CourseIndexPage",
    "CoursePage",
    "CourseTag",
    "CourseTeacher",
    "CourseTeam",
    "EnrolmentPolicy",
    "Level",
    "ModulePage",
]
