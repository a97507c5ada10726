from django.urls import path

from assessment.views import exam_dates, grade_items, gradebook, marks, own_grades

urlpatterns = [
    path("gradebook/<int:pk>/", gradebook.gradebook, name="gradebook"),
    path("gradebook/<int:pk>/export.csv", gradebook.export_csv, name="gradebook_csv"),
    path(
        "gradebook/<int:pk>/export.xlsx", gradebook.export_xlsx, name="gradebook_xlsx"
    ),
    path(
        "gradebook/<int:pk>/settings/", grade_items.settings, name="gradebook_settings"
    ),
    path("gradebook/<int:pk>/import/", marks.import_marks, name="import_marks"),
    path("gradebook/<int:pk>/items/new/", grade_items.new_item, name="new_grade_item"),
    path(
        "gradebook/<int:pk>/items/<uuid:uuid>/edit/",
        grade_items.edit_item,
        name="edit_grade_item",
    ),
    path(
        "gradebook/<int:pk>/items/<uuid:uuid>/delete/",
        grade_items.remove_item,
        name="delete_grade_item",
    ),
    path("gradebook/<int:pk>/items/<uuid:uuid>/marks/", marks.marks, name="marks"),
    path(
        "gradebook/<int:pk>/dates/<uuid:uuid>/",
        exam_dates.exam_dates,
        name="exam_dates",
    ),
    path(
        "gradebook/<int:pk>/students/<uuid:uuid>/",
        gradebook.student_grades,
        name="student_grades",
    ),
    path(
        "gradebook/<int:pk>/students/<uuid:uuid>/items/<uuid:item_uuid>/",
        gradebook.grade_cell,
        name="grade_cell",
    ),
    path("my-grades/<int:pk>/", own_grades.my_grades, name="my_grades"),
]
