"""What writers put behind three backticks, and what the highlighter calls it."""

from common.blocks.content import CODE_LANGUAGES

_KNOWN = {name for name, _label in CODE_LANGUAGES}
_ALIASES = {
    "py": "python", "python3": "python", "pycon": "python", "ipython": "python",
    "ipython3": "python", "sh": "bash", "shell": "bash", "zsh": "bash",
    "console": "bash", "shell-session": "bash", "terminal": "bash", "js": "javascript",
    "jsx": "javascript", "mjs": "javascript", "node": "javascript", "ts": "typescript",
    "tsx": "typescript", "html": "markup", "xml": "markup", "svg": "markup",
    "xhtml": "markup", "c++": "cpp", "cxx": "cpp", "cc": "cpp", "h": "c",
    "c#": "csharp", "cs": "csharp", "golang": "go", "rb": "ruby", "rs": "rust",
    "md": "markdown", "yml": "yaml", "tex": "latex", "jl": "julia", "json5": "json",
    "jsonc": "json", "patch": "diff", "mysql": "sql", "postgresql": "sql",
    "sqlite": "sql", "octave": "matlab",
}  # fmt: skip
_PLAIN = {
    "",
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "nohighlight",
    "source",
    "raw",
}
_PRINTED = {"output": "output", "out": "output", "stdout": "output", "result": "output",
            "error": "error", "stderr": "error", "traceback": "error", "warning": "error"}  # fmt: skip


def prism_language(written: str) -> tuple[str, str, bool]:
    """Return the highlighter's name, the kind of block, and whether `written` was understood."""
    name = written.strip().lower().removeprefix("language-").removeprefix("lang-")
    if name in _PRINTED:
        return "", _PRINTED[name], True
    if name in _PLAIN:
        return "", "source", True
    name = _ALIASES.get(name, name)
    return (name, "source", True) if name in _KNOWN else ("", "source", False)
