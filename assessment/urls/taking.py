from django.urls import path

from assessment.views import results, taking

urlpatterns = [
    path("quizzes/<uuid:uuid>/", taking.quiz, name="quiz"),
    path("quizzes/<uuid:uuid>/start/", taking.start, name="start"),
    path("attempts/<uuid:uuid>/", taking.attempt, name="attempt"),
    path("attempts/<uuid:uuid>/answers/<int:position>/", taking.answer, name="answer"),
    path("attempts/<uuid:uuid>/review/", taking.review, name="review"),
    path("attempts/<uuid:uuid>/submit/", taking.submit, name="submit_attempt"),
    path("attempts/<uuid:uuid>/result/", results.result, name="result"),
    path("learn/courses/<int:pk>/assessments/", results.course, name="course"),
]
