"""The “Catalogue” menu of the admins: all courses in one list, and the shelves they stand on."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.models import Category, CoursePage, CourseTeacher


class CourseListView(IndexView):
    def get_base_queryset(self) -> QuerySet[CoursePage]:
        owners = CourseTeacher.objects.filter(
            course=OuterRef("pk"), kind=CourseTeacher.Kind.OWNER
        )
        return (
            super()
            .get_base_queryset()
            .select_related("category")
            .annotate(
                owner_name=Subquery(owners.values("user__username")[:1]),
                # As a word: `learning`, whose states these are, stands above this app.
                student_count=Count(
                    "enrolments", filter=~Q(enrolments__status="dropped")
                ),
            )
        )


class CourseListingViewSet(PageListingViewSet):
    model = CoursePage
    index_view_class = CourseListView
    icon = "openquote"
    menu_label = _("Courses")
    url_prefix = "catalogue/courses"
    name = "catalogue_courses"
    list_filter = ["category", "level", "enrolment_policy", "live"]
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("code", label=_("Code"), sort_key="code"),
        Column("owner_name", label=_("Owner")),
        Column("category", label=_("Category"), sort_key="category__name"),
        Column("get_level_display", label=_("Level"), sort_key="level"),
        Column("student_count", label=_("Students"), sort_key="student_count"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    url_prefix = "catalogue/categories"
    list_display = ["name", "slug", Column("course_count", label=_("Courses"))]
    search_fields = ["name"]
    add_to_admin_menu = False

    def get_queryset(self, request: Any) -> QuerySet[Category]:
        return Category.objects.annotate(course_count=Count("courses"))


class CatalogueGroup(ViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "openquote"
    menu_order = 150
    items = (CourseListingViewSet, CategoryViewSet)
