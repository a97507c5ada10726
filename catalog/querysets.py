from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from wagtail.models import GroupPagePermission, PageManager
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class CourseQuerySet(PageQuerySet):
    def taught_by(self, user: "User") -> "CourseQuerySet":
        """Courses of which `user` is the owner or a co-teacher; none for somebody who left the staff."""
        if not user.is_academy_staff:
            return self.none()
        return self.filter(teacher_rows__user=user)

    def trusted(self) -> "CourseQuerySet":
        """Those whose teachers publish without review."""
        held = GroupPagePermission.objects.filter(
            page=OuterRef("pk"),
            group=OuterRef("team__group"),
            permission__codename="publish_page",
        )
        return self.filter(Exists(held))

    def offered(self) -> "CourseQuerySet":
        """Those that everybody may find: published, and not made private in the admin."""
        return self.live().public()

    def mentioning(self, word: str) -> "CourseQuerySet":
        """Those that have `word` in what a list shows of them."""
        from catalog.models import CourseTag

        tags = CourseTag.objects.filter(
            content_object=OuterRef("pk"), tag__name__icontains=word
        )
        return self.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(code__icontains=word)
            | Q(category__name__icontains=word)
            | Exists(tags)
        )

    def sorted_by(self, order: str) -> "CourseQuerySet":
        match order:
            case "title":
                return self.order_by("title", "pk")
            case "shortest":
                return self.order_by(
                    F("duration_hours").asc(nulls_last=True), "title", "pk"
                )
            case "popular":
                return self.alias(students=Count("enrolments", distinct=True)).order_by(
                    "-students", "title", "pk"
                )
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")

    def for_listing(self) -> "CourseQuerySet":
        """What a list of courses shows, in a number of queries that doesn't grow with it."""
        from catalog.models import CourseTeacher

        return self.select_related("category", "thumbnail").prefetch_related(
            Prefetch(
                "teacher_rows",
                queryset=CourseTeacher.objects.shown().select_related("user"),
            ),
            "thumbnail__renditions",
        )


CourseManager = PageManager.from_queryset(CourseQuerySet)
