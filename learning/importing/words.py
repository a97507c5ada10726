"""What course writers call the parts of a lesson, in the generators we know."""

OBJECTIVES = {"objectives", "objective", "learning-objectives", "goals"}
KEY_POINTS = {"keypoints", "key-points", "keypoint", "takeaways"}
EXERCISES = {"challenge", "exercise", "exercises", "activity", "task", "practice"}
SOLUTIONS = {"solution", "answer", "solution-start"}
HINTS = {"hint", "hints"}
HIDDEN = {"spoiler", "details", "collapse", "dropdown", "toggle", "collapsed"}
TABS = {"tab", "tab-item"}
# Wrappers that mean nothing by themselves: their content stands where they stood.
WRAPPERS = {
    "div", "figure", "center", "centre", "column", "columns", "row", "container", "grid",
    "group-tab", "tabs", "tab-set", "content", "section", "width", "left", "right",
    "card", "cards", "admonition",
}  # fmt: skip

CALLOUTS = {
    "note": {"note", "callout", "info", "information", "abstract", "summary", "tldr",
             "seealso", "example", "overview", "callout-note", "admonition-note", "box",
             "details-note", "todo", "version", "primary", "secondary"},
    "tip": {"tip", "success", "check", "done", "checklist", "callout-tip", "best-practice"},
    "important": {"important", "callout-important", "key", "attention"},
    "warning": {"warning", "caution", "danger", "error", "failure", "bug", "missing",
                "callout-warning", "callout-caution"},
    "prerequisite": {"prereq", "prerequisite", "prerequisites", "requirements"},
    "discussion": {"discussion", "discuss", "think", "pair"},
    "questions": {"questions", "question", "faq", "help"},
    "instructor": {"instructor", "instructor-note", "teacher", "teachers"},
    "quotation": {"testimonial", "quote", "quotation", "cite", "epigraph"},
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in CALLOUTS.items() for name in names}

# The words in front of folders and files that are no lessons of the course itself.
BEFORE = {
    "setup",
    "install",
    "installation",
    "prerequisites",
    "requirements",
    "preparation",
}
TEACHERS_FOLDERS = {"instructors", "profiles"}


def callout_kind(classes: list[str]) -> str:
    """Return our kind of callout for the first class that means one, or ""."""
    for name in classes:
        if kind := _KIND_OF.get(name.lower()):
            return kind
    return ""


def means(classes: list[str], names: set[str]) -> bool:
    return any(name.lower() in names for name in classes)
