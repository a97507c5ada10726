"""The parser's flat list of block tokens as a tree, with HTML that spans blocks put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

_DETAILS = re.compile(
    r"<details\b[^>]*>\s*(?:<summary\b[^>]*>(?P<summary>.*?)</summary\s*>)?"
    r"|(?P<end></details\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_CODE = re.compile(r"<(pre|script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.I)


@dataclass
class Node:
    type: str
    line: int  # counted from 1
    token: Token
    children: list["Node"] = field(default_factory=list)
    inline: Token | None = None

    @property
    def meta(self) -> dict[str, Any]:
        return self.token.meta

    @property
    def classes(self) -> list[str]:
        return [str(name) for name in self.meta.get("classes", [])]

    @property
    def inline_tokens(self) -> list[Token]:
        return (self.inline.children or []) if self.inline else []


def build_tree(tokens: Sequence[Token]) -> list[Node]:
    root = Node("root", 1, Token("root", "", 0))
    stack = [root]
    line = 1
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        if token.type == "inline":
            stack[-1].inline = token
        elif token.nesting == -1:
            stack.pop()
        else:
            node = Node(token.type.removesuffix("_open"), line, token)
            stack[-1].children.append(node)
            if token.nesting == 1:
                stack.append(node)
    return root.children


def join_details(nodes: list[Node]) -> list[Node]:
    """Turn `<details>` … `</details>` around Markdown into a container like the others."""
    if not any(node.type == "html_block" for node in nodes):
        return nodes
    result: list[Node] = []
    targets = [result]
    for node in nodes:
        if node.type != "html_block":
            targets[-1].append(node)
            continue
        html, position = node.token.content, 0
        hidden = [match.span() for match in _CODE.finditer(html)]
        for match in _DETAILS.finditer(html):
            if any(start <= match.start() < end for start, end in hidden):
                continue
            _add_html(targets[-1], node, html, position, match.start())
            position = match.end()
            if not match["end"]:
                container = Node(
                    "container",
                    node.line + html[: match.start()].count("\n"),
                    Token("container_open", "div", 1),
                )
                container.meta.update(
                    classes=["details"],
                    title_html=match["summary"] or "",
                    closed=True,
                )
                targets[-1].append(container)
                targets.append(container.children)
            elif len(targets) > 1:
                targets.pop()
        _add_html(targets[-1], node, html, position, len(html))
    return result


def _add_html(target: list[Node], node: Node, html: str, start: int, end: int) -> None:
    if not html[start:end].strip():
        return
    token = Token("html_block", "", 0, content=html[start:end])
    target.append(Node("html_block", node.line + html[:start].count("\n"), token))
