"""Which of Prism's scripts a language needs. Prism has no loader that survives hashed file names."""

CORE = "components/prism-core.min.js"

# A language is drawn on top of those it builds on, so they come first.
BUILDS_ON: dict[str, tuple[str, ...]] = {
    "bash": (),
    "c": ("clike",),
    "cpp": ("clike", "c"),
    "csharp": ("clike",),
    "css": (),
    "diff": (),
    "go": ("clike",),
    "java": ("clike",),
    "javascript": ("clike",),
    "json": (),
    "julia": (),
    "latex": (),
    "markdown": ("markup",),
    "markup": (),
    "matlab": (),
    "php": ("markup", "markup-templating", "clike"),
    "python": (),
    "r": (),
    "ruby": ("clike",),
    "rust": (),
    "sql": (),
    "typescript": ("clike", "javascript"),
    "yaml": (),
}


def sources_of(language: str) -> list[str]:
    """Return the scripts to load, in order; none for a language that Prism is not asked to know."""
    if language not in BUILDS_ON:
        return []
    return [
        CORE,
        *(
            f"components/prism-{name}.min.js"
            for name in (*BUILDS_ON[language], language)
        ),
    ]
