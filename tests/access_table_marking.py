"""What the addresses of marking, regrading and item analysis answer to whom: see `tests/access_table.py`."""

# fmt: off
MARKING = [
    ("quizzes/<uuid:uuid>/attempts/", "/quizzes/{marked_quiz}/attempts/", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/attempts.csv", "/quizzes/{marked_quiz}/attempts.csv", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/marking/", "/quizzes/{marked_quiz}/marking/", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/regrade/", "/quizzes/{marked_quiz}/regrade/", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/regrade/dry-run/", "/quizzes/{marked_quiz}/regrade/dry-run/", "GET", "l000r0rrl"),
    ("quizzes/<uuid:uuid>/regrade/dry-run/", "/quizzes/{marked_quiz}/regrade/dry-run/?use-{marked_question}=full", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/regrade/dry-run/", "/quizzes/{marked_quiz}/regrade/dry-run/", "POST", "l000r0rrl"),
    ("quizzes/<uuid:uuid>/regrades/<int:number>/", "/quizzes/{marked_quiz}/regrades/{regrade}/", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/regrades/<int:number>/", "/quizzes/{other_quiz}/regrades/{regrade}/", "GET", "l0000000l"),
    ("quizzes/<uuid:uuid>/analysis/", "/quizzes/{marked_quiz}/analysis/", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/analysis.csv", "/quizzes/{marked_quiz}/analysis.csv", "GET", "l000y0yyl"),
    ("attempts/<uuid:uuid>/marks/", "/attempts/{marked_attempt}/marks/", "GET", "l000y0yyl"),
    ("attempts/<uuid:uuid>/marks/<int:position>/", "/attempts/{marked_attempt}/marks/1/", "GET", "l000y0yyl"),
    ("attempts/<uuid:uuid>/marks/<int:position>/", "/attempts/{marked_attempt}/marks/1/", "POST", "l000y0yyl"),
    ("attempts/<uuid:uuid>/marks/<int:position>/", "/attempts/{marked_attempt}/marks/99/", "GET", "l0000000l"),
    ("attempts/<uuid:uuid>/submit-for-student/", "/attempts/{marked_attempt}/submit-for-student/", "POST", "l000r0rrl"),
]
# fmt: on
