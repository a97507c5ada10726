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

# What a file of source code is called; empty where its language is not highlighted.
LANGUAGE_OF = {
    "bash": "bash",
    "bib": "latex",
    "c": "c",
    "cc": "cpp",
    "cfg": "",
    "cpp": "cpp",
    "cs": "csharp",
    "css": "css",
    "diff": "diff",
    "go": "go",
    "h": "c",
    "hpp": "cpp",
    "hs": "",
    "htm": "markup",
    "html": "markup",
    "ini": "",
    "ipynb": "json",
    "java": "java",
    "jl": "julia",
    "js": "javascript",
    "json": "json",
    "jsx": "javascript",
    "kt": "",
    "less": "css",
    "lua": "",
    "m": "matlab",
    "mjs": "javascript",
    "php": "php",
    "pl": "",
    "ps1": "",
    "py": "python",
    "r": "r",
    "rb": "ruby",
    "rs": "rust",
    "s": "",
    "scala": "",
    "scss": "css",
    "sh": "bash",
    "sql": "sql",
    "svg": "markup",
    "swift": "",
    "tex": "latex",
    "toml": "",
    "ts": "typescript",
    "tsx": "typescript",
    "vue": "markup",
    "xml": "markup",
    "yaml": "yaml",
    "yml": "yaml",
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
