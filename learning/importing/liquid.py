"""What site generators put between the words: Liquid, MDX imports, includes."""

import re

from learning.importing.report import Report

_FENCE = re.compile(r"[ >\t]*(?P<fence>`{3,}|~{3,})")
_LINK_TAG = re.compile(r"\{%-?\s*(?:link|post_url)\s+(?P<path>[^%]+?)\s*-?%\}")
_ROOT = re.compile(
    r"\{\{-?\s*(?:page\.root|relative_root_path|site\.baseurl|site\.url|base_path"
    r"|relative_url|root)\s*(?:\|[^}]*)?-?\}\}"
)
_QUOTED_PATH = re.compile(
    r"\{\{-?\s*['\"](?P<path>[^'\"]+)['\"]\s*\|\s*(?:relative|absolute)_url\s*-?\}\}"
)
_SILENT_TAG = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_TAG = re.compile(r"\{%-?.*?-?%\}")
_MDX = re.compile(
    r"(?:import\s+.+\s+from\s+|import\s+|export\s+\{.*\}\s+from\s+)['\"][^'\"]+['\"];?\s*$"
)
_MDX_COMMENT = re.compile(r"\{/\*.*?\*/\}")


def without_generator_marks(text: str, path: str, report: Report) -> str:
    """Return the text a writer meant, line for line; what is taken out is in the report."""
    if "{%" not in text and "{{" not in text and not path.endswith(".mdx"):
        return text
    lines: list[str] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        code = _FENCE.match(line)
        if fence:
            if code and code["fence"].startswith(fence):
                fence = ""
        elif code:
            fence = code["fence"]
        else:
            line = _cleaned(line, number, path, report)
        lines.append(line)
    return "\n".join(lines)


def _cleaned(line: str, number: int, path: str, report: Report) -> str:
    line = _LINK_TAG.sub(lambda match: "/" + match["path"].lstrip("/"), line)
    line = _QUOTED_PATH.sub(lambda match: match["path"], line)
    line = re.sub(_ROOT.pattern + r"(?=/)", "", line)
    line = _ROOT.sub("/", line).replace("](//", "](/")
    line = _SILENT_TAG.sub("", line)
    if path.endswith(".mdx"):
        line = _MDX_COMMENT.sub("", line)
        if _MDX.match(line):
            report.note(path, number, "A component can't be imported; left out.")
            return ""
    found = _TAG.search(line)
    if found:
        report.note(path, number, f"{found[0]} is not understood; left out.")
        line = _TAG.sub("", line)
    return line
