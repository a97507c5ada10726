"""What the addresses of quizzes, attempts and results answer to whom. See `tests/access_table.py`."""

# fmt: off
TAKING = [
    # The enrolled may take it; who isn't is told so; who supervises reads it.
    ("quizzes/<uuid:uuid>/", "/quizzes/{open_quiz}/", "GET", "lnynynyyl"),
    ("quizzes/<uuid:uuid>/", "/quizzes/{draft_quiz}/", "GET", "l000y0yyl"),
    ("quizzes/<uuid:uuid>/", "/quizzes/{future_quiz}/", "GET", "lnynynyyl"),
    ("quizzes/<uuid:uuid>/", "/quizzes/{closed_quiz}/", "GET", "lnynynyyl"),
    ("quizzes/<uuid:uuid>/", "/quizzes/{other_quiz}/", "GET", "lnnnnnyyl"),
    ("quizzes/<uuid:uuid>/start/", "/quizzes/{open_quiz}/start/", "GET", "lrrrrrrrl"),
    ("quizzes/<uuid:uuid>/start/", "/quizzes/{open_quiz}/start/", "POST", "lnrnrnrrl"),
    ("quizzes/<uuid:uuid>/start/", "/quizzes/{draft_quiz}/start/", "POST", "l000r0rrl"),
    ("quizzes/<uuid:uuid>/start/", "/quizzes/{other_quiz}/start/", "POST", "lnnnnnrrl"),
    # An attempt is its student's alone; who supervises is led to its result.
    ("attempts/<uuid:uuid>/", "/attempts/{attempt}/", "GET", "l0y0r0rrl"),
    ("attempts/<uuid:uuid>/", "/attempts/{neighbours_attempt}/", "GET", "l000r0rrl"),
    ("attempts/<uuid:uuid>/", "/attempts/{other_attempt}/", "GET", "l00000rrl"),
    ("attempts/<uuid:uuid>/", "/attempts/{attempt}/", "POST", "l0r0n0nnl"),
    ("attempts/<uuid:uuid>/", "/attempts/{neighbours_attempt}/", "POST", "l000n0nnl"),
    ("attempts/<uuid:uuid>/answers/<int:position>/", "/attempts/{attempt}/answers/1/", "GET", "rrrrrrrrr"),
    ("attempts/<uuid:uuid>/answers/<int:position>/", "/attempts/{attempt}/answers/1/", "POST", "l0r0n0nnl"),
    ("attempts/<uuid:uuid>/answers/<int:position>/", "/attempts/{neighbours_attempt}/answers/1/", "POST", "l000n0nnl"),
    ("attempts/<uuid:uuid>/answers/<int:position>/", "/attempts/{other_attempt}/answers/1/", "POST", "l00000nnl"),
    ("attempts/<uuid:uuid>/review/", "/attempts/{attempt}/review/", "GET", "l0y0r0rrl"),
    ("attempts/<uuid:uuid>/review/", "/attempts/{neighbours_attempt}/review/", "GET", "l000r0rrl"),
    ("attempts/<uuid:uuid>/submit/", "/attempts/{attempt}/submit/", "POST", "l0r0n0nnl"),
    ("attempts/<uuid:uuid>/submit/", "/attempts/{neighbours_attempt}/submit/", "POST", "l000n0nnl"),
    ("attempts/<uuid:uuid>/result/", "/attempts/{submitted_attempt}/result/", "GET", "l0y0y0yyl"),
    ("attempts/<uuid:uuid>/result/", "/attempts/{attempt}/result/", "GET", "l0r0y0yyl"),
    ("attempts/<uuid:uuid>/result/", "/attempts/{neighbours_attempt}/result/", "GET", "l000y0yyl"),
    ("attempts/<uuid:uuid>/result/", "/attempts/{other_attempt}/result/", "GET", "l00000yyl"),
    ("learn/courses/<int:pk>/assessments/", "/learn/courses/{course}/assessments/", "GET", "lnynynyyl"),
    ("learn/courses/<int:pk>/assessments/", "/learn/courses/{draft}/assessments/", "GET", "l000y0yyl"),
    ("learn/courses/<int:pk>/assessments/", "/learn/courses/{other_course}/assessments/", "GET", "lnnnnnyyl"),
]
# fmt: on
