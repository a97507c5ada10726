"""Which revision of a lesson somebody has on the screen: said by the page itself, and signed.

An editor may publish while a student reads. The form says what was read; the signature keeps
others from naming a draft, whose words the comparison with the live lesson would then show.
"""

from django.core.signing import BadSignature, Signer
from wagtail.models import Revision

from learning.models import LessonPage

_signer = Signer(salt="learning.revision")


def stamp(lesson: LessonPage) -> str:
    """Return what a form about the live version of `lesson` carries."""
    return _signer.sign(f"{lesson.pk}-{lesson.live_revision_id or 0}")


def revision_of_stamp(lesson: LessonPage, stamp: str) -> int | None:
    """Return the revision that `stamp` names; None if it is no stamp of `lesson`, or was purged."""
    try:
        pk, revision = _signer.unsign(stamp).split("-")
    except BadSignature:
        return None
    if int(pk) != lesson.pk or not Revision.objects.filter(pk=int(revision)).exists():
        return None
    return int(revision)
