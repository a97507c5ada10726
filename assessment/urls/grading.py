from django.urls import path

from assessment.views import quiz_analysis, quiz_attempts, quiz_marking, quiz_regrading

urlpatterns = [
    path(
        "quizzes/<uuid:uuid>/attempts/",
        quiz_attempts.quiz_attempts,
        name="quiz_attempts",
    ),
    path(
        "quizzes/<uuid:uuid>/attempts.csv",
        quiz_attempts.quiz_attempts_csv,
        name="quiz_attempts_csv",
    ),
    path(
        "quizzes/<uuid:uuid>/marking/", quiz_marking.marking_queue, name="marking_queue"
    ),
    path("quizzes/<uuid:uuid>/regrade/", quiz_regrading.regrade, name="regrade"),
    path(
        "quizzes/<uuid:uuid>/regrade/dry-run/",
        quiz_regrading.regrade_dry_run,
        name="regrade_dry_run",
    ),
    path(
        "quizzes/<uuid:uuid>/regrades/<int:number>/",
        quiz_regrading.regrade_report,
        name="regrade_report",
    ),
    path("quizzes/<uuid:uuid>/analysis/", quiz_analysis.analysis, name="analysis"),
    path(
        "quizzes/<uuid:uuid>/analysis.csv",
        quiz_analysis.analysis_csv,
        name="analysis_csv",
    ),
    path(
        "attempts/<uuid:uuid>/marks/", quiz_attempts.attempt_marks, name="attempt_marks"
    ),
    path(
        "attempts/<uuid:uuid>/marks/<int:position>/",
        quiz_marking.answer_marks,
        name="answer_marks",
    ),
    path(
        "attempts/<uuid:uuid>/submit-for-student/",
        quiz_attempts.submit_for_student,
        name="submit_for_student",
    ),
]
