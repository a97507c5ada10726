"""Parts of a page that are the same for everybody, drawn once."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from common.kept import Shelf

register = template.Library()


class KeptNode(Node):
    def __init__(
        self, nodelist: NodeList, name: str, keys: list[FilterExpression]
    ) -> None:
        self.nodelist = nodelist
        self.name = name
        self.keys = keys

    def render(self, context: template.Context) -> SafeString:
        shelf: Shelf | None = context.get("shelf")
        keys = [expression.resolve(context) for expression in self.keys]
        if shelf is None or None in keys:
            return self.nodelist.render(context)
        request = context["request"]
        key: tuple[Any, ...] = (
            self.name,
            get_language(),
            # Pages name their own address, to search engines and other sites.
            request.scheme,
            request.get_host(),
            *keys,
        )
        return shelf.one(key, lambda: self.nodelist.render(context))


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """Draw a part of a page once, while nothing changes that pages show.

    `{% kept "course.text" course_key %}…{% endkept %}`: the name, then everything that decides
    how the part looks. Nothing in it may depend on who asks. Without a `shelf` in the context,
    as in a preview, or with a key that is None, the part is drawn each time.
    """
    _tag, name, *keys = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(
        nodelist, name.strip("\"'"), [parser.compile_filter(key) for key in keys]
    )
