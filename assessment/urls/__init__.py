"""The addresses of assessment, one module for each of its sides."""

from assessment.urls import assignments, gradebook, grading, placed, taking

app_name = "assessment"

urlpatterns = [
    *placed.urlpatterns,
    *taking.urlpatterns,
    *grading.urlpatterns,
    *assignments.urlpatterns,
    *gradebook.urlpatterns,
]
