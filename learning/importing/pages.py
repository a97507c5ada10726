"""Writes what a folder says onto pages, beside what editors have written there since.

Three versions are compared by their fingerprints: what was imported last, what the page's
newest revision says, and what the folder says now.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from learning.importing.fingerprint import fingerprint
from learning.importing.report import Report
from learning.importing.stream import Raw, keep_ids
from learning.models import ImportedItem, LessonPage, Significance

Fields = dict[str, Any]


def digest_of(fields: Fields) -> str:
    return hashlib.sha256(fingerprint(fields).encode()).hexdigest()


@dataclass
class PageWriter:
    owner: User
    publish: bool
    report: Report

    def write(
        self,
        *,
        page: Page,
        item: ImportedItem,
        fields: Fields,
        label: str,
        hidden: bool = False,
    ) -> None:
        """Bring `fields` to the page: as a draft, unless it may go live and nobody edited it."""
        new = digest_of(fields)
        if item.pk is None:
            self._save(page, item, fields)
            self.report.counts["new"] += 1
        else:
            former = _newest(page, fields)
            current = digest_of(former)
            if new == item.offered_digest and new == current:
                if not self._is_decided(page, item, new, label):
                    return
            elif new in {item.digest, item.offered_digest, current}:
                self.report.counts["unchanged"] += 1
                if current != new:
                    self._say(label, _("was edited here; the edited version stays."))
                    return
            elif page.locked:
                self._say(label, _("is locked in the editor; it is left as it is."))
                return
            elif current == item.digest:
                self._save(page, item, fields, former)
                self.report.counts["updated"] += 1
            else:
                self._offer(page, item, fields, former, label)
                return
        if self.publish and not hidden:
            self._publish(page, fields, label)

    def _offer(
        self,
        page: Page,
        item: ImportedItem,
        fields: Fields,
        former: Fields,
        label: str,
    ) -> None:
        """The folder and an editor both changed the page: let the editor compare."""
        digest = item.digest
        self._save(page, item, fields, former)
        item.digest, item.offered_digest = digest, digest_of(fields)
        item.save()
        self.report.counts["updated"] += 1
        self._say(
            label,
            _(
                "was edited here and has changed in the folder. The new version is a draft; "
                "what was edited is in the page's history, and what is published stays."
            ),
        )

    def _is_decided(self, page: Page, item: ImportedItem, new: str, label: str) -> bool:
        """Whether an editor has published the version that was offered."""
        self.report.counts["unchanged"] += 1
        if page.live and not page.has_unpublished_changes:
            item.digest, item.offered_digest = new, ""
            item.save()
            return True
        self._say(label, _("has a draft from the last import; publish or replace it."))
        return False

    def _save(
        self,
        page: Page,
        item: ImportedItem,
        fields: Fields,
        former: Fields | None = None,
    ) -> None:
        is_new = item.pk is None
        draft = page if is_new else page.get_latest_revision_as_object()
        for name, value in fields.items():
            if isinstance(value, list):
                old: list[Raw] = (former or {}).get(name) or []
                value = json.dumps(keep_ids(value, old))
            setattr(draft, name, value)
        if isinstance(draft, LessonPage) and page.first_published_at:
            draft.change_significance = Significance.CLARIFYING
            draft.change_note = _("Updated from its source.")
        if is_new:
            draft.save()
        draft.save_revision(user=self.owner, log_action=True)
        item.page, item.digest, item.offered_digest = page, digest_of(fields), ""
        item.save()

    def _publish(self, page: Page, fields: Fields, label: str) -> None:
        page.refresh_from_db()
        revision = page.latest_revision
        if revision is None or (page.live and not page.has_unpublished_changes):
            return
        if page.locked:
            self._say(label, _("is locked in the editor; it isn't published."))
            return
        if page.live_revision and digest_of(fields) == digest_of(
            _stored(page.live_revision.content, fields)
        ):
            self._say(label, _("has a draft that an editor began; it stays a draft."))
            return
        # Whoever may run commands may publish; the owner, perhaps a teacher, did not do it.
        revision.publish()
        self.report.counts["published"] += 1

    def _say(self, label: str, message: str) -> None:
        self.report.note(label, 0, message)


def _newest(page: Page, fields: Fields) -> Fields:
    """What the page's newest revision says in the fields that are imported."""
    revision = page.latest_revision
    return _stored(revision.content if revision else page.serializable_data(), fields)


def _stored(content: dict[str, Any], fields: Fields) -> Fields:
    found: Fields = {}
    for name, value in fields.items():
        stored = content.get(name)
        if isinstance(value, list):
            stored = json.loads(stored) if isinstance(stored, str) else stored or []
        found[name] = stored
    return found
