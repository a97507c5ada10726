"""House rules that `manage.py check` holds: what Wagtail would leave to chance must be said."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import get_page_models

OURS = frozenset(
    ["home", "search", "crm", "assessment", "learning", "catalog", "accounts", "common"]
)


@register("jeevi")
def check_pages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{page.__name__} does not say its {rule}.",
            hint=f'Add {rule} = ["app.Model"]; an empty list forbids them all.',
            obj=page,
            id=f"jeevi.E00{number}",
        )
        for page in get_page_models()
        if page._meta.app_label in OURS
        for number, rule in enumerate(["parent_page_types", "subpage_types"], start=1)
        if rule not in vars(page)
    ]


@register("jeevi")
def check_blocks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The block “{name}” of {place} has no {missing}.",
            hint="A block has an icon, a label, a group, a description, and a preview.",
            id="jeevi.E003",
        )
        for place, name, block in _blocks_of_streams()
        for missing in missing_parts(block)
    ]


def missing_parts(block: blocks.Block) -> list[str]:
    """Return what a block that editors pick from a menu lacks."""
    meta = block.meta
    said = {
        "icon": meta.icon and meta.icon != blocks.Block._meta_class.icon,
        "label": block.label,
        "group": meta.group,
        "description": block.get_description(),
        "preview": block.is_previewable,
    }
    return [part for part, value in said.items() if not value]


def _blocks_of_streams() -> Iterator[tuple[str, str, blocks.Block]]:
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.get_fields():
            # A stream of one kind of block shows no menu.
            if isinstance(field, StreamField) and len(_choices(field.stream_block)) > 1:
                for name, block in field.stream_block.child_blocks.items():
                    yield f"{model.__name__}.{field.name}", name, block


def _choices(stream: blocks.StreamBlock) -> dict[str, blocks.Block]:
    return dict(stream.child_blocks)
