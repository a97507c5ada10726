r"""The addresses of questions, quizzes and assignments in the admin; see `tests/access_table.py`.

The three have nearly the same addresses. The owner of the course writes them; what publishes a quiz or
an assignment is refused, because nobody trusts this course yet, and questions the owner publishes.
Each is a route, an address, a method and the letters.
"""

_COMPARE = (
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)"
    r"\.\.\.(?P<revision_id_b>live|latest|\d+)/$"
)

Line = tuple[str, str, str, str]


# fmt: off
def _about(kind: str, folder: str, publishing: str) -> list[Line]:
    """Return the rows of one kind; `publishing` is the owner's letter where something is published."""
    revision = "revisions/<int:revision_id>/"
    this, that = f"{{{kind}}}", f"revisions/{{{kind}_revision}}/"
    done = "r" if publishing == "y" else publishing
    rows = [
        ("", "", "GET", "lllnynyyl"),
        ("results/", "results/", "GET", "lllnynyyl"),
        ("add/", "add/", "GET", "lll0y0yyl"),
        ("add/", "add/?course={course}", "GET", "lll0y0yyl"),
        ("add/", "add/?course={draft}", "GET", "lll0y0yyl"),
        ("edit/<int:pk>/", f"edit/{this}/", "GET", "lll0y0yyl"),
        ("copy/<int:pk>/", f"copy/{this}/", "GET", "lll0y0yyl"),
        ("copy/<int:pk>/", f"copy/{this}/", "POST", "lll0b0bbl"),
        ("delete/<int:pk>/", f"delete/{this}/", "GET", f"lll0{publishing}0yyl"),
        ("delete/<int:pk>/", f"delete/{this}/", "POST", f"lll0{done}0rrl"),
        ("usage/<int:pk>/", f"usage/{this}/", "GET", "lll0y0yyl"),
        ("history/<int:pk>/", f"history/{this}/", "GET", "lll0y0yyl"),
        ("history-results/<int:pk>/", f"history-results/{this}/", "GET", "lll0y0yyl"),
        ("preview/", "preview/?course={course}", "GET", "lll0y0yyl"),
        ("preview/", "preview/", "GET", "lll00000l"),
        ("preview/<int:pk>/", f"preview/{this}/", "GET", "lll0y0yyl"),
        (f"history/<int:pk>/{revision}view/", f"history/{this}/{that}view/", "GET", "lll0y0yyl"),
        (f"history/<int:pk>/{revision}revert/", f"history/{this}/{that}revert/", "GET", "lll0y0yyl"),
        (f"history/<int:pk>/{revision}unschedule/", f"history/{this}/{that}unschedule/", "POST", f"lll0{done}0rrl"),
        (_COMPARE, f"history/{this}/revisions/compare/{{{kind}_earlier}}...{{{kind}_revision}}/", "GET", "lll0y0yyl"),
        ("unpublish/<int:pk>/", f"unpublish/{this}/", "GET", f"lll0{publishing}0yyl"),
        ("unpublish/<int:pk>/", f"unpublish/{this}/", "POST", f"lll0{done}0rrl"),
        ("lock/<int:pk>/", f"lock/{this}/", "POST", "lll0r0rrl"),
        ("unlock/<int:pk>/", f"unlock/{this}/", "POST", "lll0n0rrl"),
    ]
    admin = "admin/assessment/"
    choose = f"admin/snippets/choose/assessment/{kind}/"
    return [
        *((f"{admin}{folder}/{route}", f"/{admin}{folder}/{address}", method, letters) for route, address, method, letters in rows),
        (choose, f"/{choose}", "GET", "lllyyyyyl"),
        (f"{choose}results/", f"/{choose}results/", "GET", "lllyyyyyl"),
        (f"{choose}chosen/<str:pk>/", f"/{choose}chosen/{this}/", "GET", "lll0y0yyl"),
        (f"{choose}chosen-multiple/", f"/{choose}chosen-multiple/?id={this}", "GET", "lllyyyyyl"),
        (f"{choose}create/", f"/{choose}create/", "GET", "lllnynyyl"),
    ]


def _in_review(kind: str, folder: str) -> list[Line]:
    here, this = f"admin/assessment/{folder}/workflow", f"{{waiting_{kind}}}"
    state = f"approve/{{{kind}_task_state}}"
    return [
        (f"{here}/action/<int:pk>/<slug:action_name>/<int:task_state_id>/", f"/{here}/action/{this}/{state}/", "GET", "lll0n0yyl"),
        (f"{here}/action/<int:pk>/<slug:action_name>/<int:task_state_id>/", f"/{here}/action/{this}/{state}/", "POST", "lll0n0rrl"),
        (f"{here}/collect_action_data/<int:pk>/<slug:action_name>/<int:task_state_id>/", f"/{here}/collect_action_data/{this}/{state}/", "GET", "lll0n0yyl"),
        (f"{here}/confirm_cancellation/<int:pk>/", f"/{here}/confirm_cancellation/{this}/", "GET", "lll0y0yyl"),
        (f"{here}/preview/<int:pk>/<int:task_id>/", f"/{here}/preview/{this}/{{{kind}_task}}/", "GET", "lll0n0yyl"),
        (f"{here}_history/<int:pk>/", f"/{here}_history/{this}/", "GET", "lll0y0yyl"),
        (f"{here}_history/<int:pk>/detail/<int:workflow_state_id>/", f"/{here}_history/{this}/detail/{{{kind}_workflow_state}}/", "GET", "lll0y0yyl"),
    ]


ASSESSMENT_ADMIN_ROWS: list[Line] = [
    *_about("question", "questions", "y"),
    *_about("quiz", "quizzes", "n"),
    *_about("assignment", "assignments", "n"),
    *_in_review("quiz", "quizzes"),
    *_in_review("assignment", "assignments"),
    ("admin/assessment/quizzes/publish-questions/<int:pk>/", "/admin/assessment/quizzes/publish-questions/{quiz}/", "POST", "lll0r0rrl"),
    ("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", "/admin/bulk/assessment/question/publish/?id={question}", "GET", "lllyyyyyl"),
    ("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", "/admin/bulk/assessment/quiz/delete/?id={quiz}", "GET", "lllyyyyyl"),
    ("admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/", "/admin/editing-sessions/ping/assessment/quiz/{quiz}/{editing_session}/", "POST", "lll0y0yyl"),
    ("learn/assessed/<str:kind>/<uuid:uuid>/state/", "/learn/assessed/quiz/{quiz_uuid}/state/", "GET", "yyyyyyyyy"),
    ("learn/assessed/<str:kind>/<uuid:uuid>/state/", "/learn/assessed/assignment/{waiting_assignment_uuid}/state/", "GET", "0000y0yy0"),
]
# fmt: on
