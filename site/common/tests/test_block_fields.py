"""Two forms with the same blocks, in two threads (CAT-01)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField


def test_a_draft_that_is_saved_lets_nobody_publish_without_what_is_required():
    """And what is required is so afterwards."""
    at_work, other_is_through = Event(), Event()

    class SlowBlock(CharBlock):
        def clean(self, value):
            at_work.set()
            other_is_through.wait(0.5)
            return super().clean(value)

    stream = StreamField(StreamBlock([("slow", SlowBlock()), ("name", CharBlock())]))
    of_draft, of_publishing = (formfield_for_dbfield(stream) for _ in range(2))
    of_draft.is_deferred_validation = True
    block = stream.stream_block

    def save_draft():
        of_draft.clean(block.to_python([{"type": "slow", "value": ""}]))

    def publish():
        try:
            of_publishing.clean(block.to_python([{"type": "name", "value": ""}]))
        finally:
            other_is_through.set()

    with ThreadPoolExecutor(2) as pool:
        drafting = pool.submit(save_draft)
        assert at_work.wait(5)
        publishing = pool.submit(publish)
        drafting.result()
        with pytest.raises(ValidationError):
            publishing.result()
    with pytest.raises(ValidationError):
        publish()
