"""What a person agreed to, and whether we may write to them."""

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.exceptions import Refused
from crm.models import ContactConsent, Inquiry, Medium, Purpose

Asked = ContactConsent.Purpose
# As the person reads them and says yes or no.
SENTENCES = {
    Asked.INQUIRY: gettext_lazy("You may answer what I asked, by phone and email."),
    Asked.MESSAGING: gettext_lazy("You may write to me by SMS and WhatsApp."),
    Asked.NEWS: gettext_lazy("You may send me news and offers by email."),
}
# Whoever asks wants an answer, until they say that they don't.
GIVEN_BY_ASKING = frozenset({Asked.INQUIRY})
_SALT = "crm.consents"


def consents_of(inquiry: Inquiry) -> dict[str, bool]:
    """Return for each purpose whether it is agreed to: the newest word counts."""
    said = ContactConsent.objects.filter(
        Q(inquiry=inquiry) | Q(inquiry__merged_into=inquiry)
    ).order_by("at", "pk")
    agreed = {purpose: purpose in GIVEN_BY_ASKING for purpose in Asked.values}
    return agreed | dict(said.values_list("purpose", "is_given"))


def inquiries_of_address(inquiry: Inquiry) -> QuerySet[Inquiry]:
    """Return those for which a word of this person counts: all with the same email address."""
    same = Q(pk=inquiry.pk)
    if inquiry.email:
        same |= Q(email=inquiry.email)
    return Inquiry.objects.standing().filter(same, erased_at=None)


def address_for(inquiry: Inquiry, medium: str) -> str:
    return inquiry.email if medium == Medium.EMAIL else inquiry.phone_number


def refuse_to_write(inquiry: Inquiry, *, medium: str, purpose: str) -> None:
    """Raise `Refused` if there is no way to write so to this person, or no leave.

    Answering needs no more leave than the asking itself, until it is withdrawn. SMS and WhatsApp
    need a yes of their own, and so do news, which go by email alone.
    """
    if medium not in (Medium.EMAIL, Medium.SMS, Medium.WHATSAPP):
        raise Refused("no_medium", _("Choose email, SMS or WhatsApp."))
    if inquiry.merged_into_id:
        raise Refused("merged", _("This inquiry was merged into another one."))
    if inquiry.erased_at:
        raise Refused("erased", _("This person was erased."))
    if not address_for(inquiry, medium):
        raise Refused("no_address", _no_address(inquiry, medium))
    agreed = consents_of(inquiry)
    if purpose == Purpose.NEWS:
        if medium != Medium.EMAIL:
            raise Refused("news_by_email", _("News and offers go out by email only."))
        if not agreed[Asked.NEWS]:
            raise Refused("no_news", _("This person has not asked for news."))
        return
    if not agreed[Asked.INQUIRY]:
        raise Refused(
            "withdrawn", _("This person asked us not to contact them any more.")
        )
    if medium != Medium.EMAIL and not agreed[Asked.MESSAGING]:
        raise Refused(
            "no_messaging",
            _("This person has not agreed to be written to by SMS or WhatsApp."),
        )


def _no_address(inquiry: Inquiry, medium: str) -> str:
    if medium == Medium.EMAIL:
        return _("There is no email address of this person.")
    if inquiry.phone:
        return _("“%(phone)s” is not a number that can be written to.") % {
            "phone": inquiry.phone
        }
    return _("There is no phone number of this person.")


def consent_token(inquiry: Inquiry) -> str:
    """Return what opens the person's own page of consents. It never runs out: nor does the right."""
    return signing.Signer(salt=_SALT).sign(str(inquiry.uuid))


def inquiry_of_token(token: str) -> Inquiry | None:
    """Return whose page `token` opens; None if nobody's, or if the person was erased."""
    try:
        uuid = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    inquiry = Inquiry.objects.select_related("merged_into").filter(uuid=uuid).first()
    if inquiry is not None and inquiry.merged_into is not None:
        inquiry = inquiry.merged_into
    return None if inquiry is None or inquiry.erased_at else inquiry
