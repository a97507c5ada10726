"""What Wagtail's own permission test does not say of courses.

Order is not content: whoever may change a course may move its modules and lessons within it, also
published ones and without the right to publish. And a course that somebody studies is not deleted.
"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Site

from catalog.tree import has_view_restrictions, remembered
from common.page_forms import PageForm

if TYPE_CHECKING:
    from catalog.models import CoursePage

# Root, home, index, course: the tree is fixed by `parent_page_types`.
COURSE_DEPTH = 4


def course_path(page: Page) -> str:
    return str(page.path[: Page.steplen * COURSE_DEPTH])


def studied_courses(page: Page) -> "list[CoursePage]":
    """Return the courses at or below `page` in which somebody is or was enrolled."""
    from catalog.models import CoursePage

    return list(
        CoursePage.objects.descendant_of(page, inclusive=True)
        .filter(enrolments__isnull=False)
        .distinct()
    )


def _studied_course_paths() -> list[str]:
    from catalog.models import CoursePage

    studied = CoursePage.objects.filter(enrolments__isnull=False).order_by("path")
    return list(studied.values_list("path", flat=True).distinct())


def why_kept(pages: list[Page]) -> str:
    """Return a sentence if one of `pages` may not be deleted, because people study below it."""
    for page in pages:
        if page.depth <= COURSE_DEPTH and (courses := studied_courses(page)):
            return _(
                "“%(course)s” has students, whose progress and certificates belong to it. "
                "Unpublish it instead."
            ) % {"course": courses[0].title}
    return ""


class CoursePermissionTester(PagePermissionTester):
    def _has(self, permission: str) -> bool:
        return bool(
            self.user.is_active
            and (self.user.is_superuser or permission in self.permissions)
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and not self._is_studied()

    def _is_studied(self) -> bool:
        """Asked for each row of a listing, so the user of the request remembers the answer."""
        if self.page.depth > COURSE_DEPTH:
            return False
        if not hasattr(self.user, "_studied_course_paths"):
            self.user._studied_course_paths = _studied_course_paths()
        paths = self.user._studied_course_paths
        return any(path.startswith(self.page.path) for path in paths)

    def can_reorder_children(self) -> bool:
        return super().can_reorder_children() or self._has("change")

    def can_move(self) -> bool:
        if self.page.depth > COURSE_DEPTH and self._has("change"):
            return True
        return super().can_delete(ignore_bulk=True)

    def can_move_to(self, destination: Any) -> bool:
        if course_path(self.page) != course_path(destination) or (
            self.page.depth <= COURSE_DEPTH
        ):
            # Elsewhere it is as if it were deleted here and published there.
            return super().can_delete(ignore_bulk=True) and super().can_move_to(
                destination
            )
        stays = self.page.is_child_of(destination)
        return self._has("change") and (
            stays or self.page.specific.can_move_to(destination)
        )


class CourseTreeMixin:
    """Pages whose permissions `CoursePermissionTester` decides, written in our form."""

    base_form_class: type[PageForm] = PageForm

    def get_view_restrictions(self) -> Any:
        """Return Wagtail's restrictions of this page and those above, which few sites have at all."""
        if not has_view_restrictions():
            return PageViewRestriction.objects.none()
        return Page.get_view_restrictions(self)

    def _get_site_root_paths(self, cache_object: Any = None, **kwargs: Any) -> Any:
        """Ask once for all pages; Wagtail asks the cache for each whose address it works out."""
        keeper: Any = cache_object or self
        if not hasattr(keeper, "_wagtail_cached_site_root_paths"):
            keeper._wagtail_cached_site_root_paths = remembered(
                "site root paths", Site.get_site_root_paths
            )
        return keeper._wagtail_cached_site_root_paths

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return CoursePermissionTester(user, self)
