"""A message on its way out: an email, a short message, a link that opens WhatsApp."""

from email.utils import parseaddr
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.mails import address_of
from crm import sms
from crm.consents import consent_token
from crm.models import Medium, Message, Purpose


def hand_over(message: Message) -> None:
    """Give it to the mail server or the provider; return once they have it."""
    if message.medium == Medium.SMS:
        sms.get_backend().send(
            number=message.address, text=message.body, reference=str(message.uuid)
        )
    else:
        email_of(message).send()


def email_of(message: Message) -> EmailMessage:
    """Return the letter. Answers go to who wrote it; the same letter has the same Message-ID."""
    consents = address_of("inquiries:consent", token=consent_token(message.inquiry))
    sender = settings.DEFAULT_FROM_EMAIL
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message.uuid}@{domain}>"}
    if message.purpose == Purpose.NEWS:
        # RFC 8058: mail programs show a button of their own, which posts there.
        headers["List-Unsubscribe"] = f"<{consents}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    foot = render_to_string(
        "emails/crm/foot.txt",
        {
            "consents": consents,
            "is_news": message.purpose == Purpose.NEWS,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return EmailMessage(
        message.subject,
        f"{message.body.rstrip()}\n\n{foot.strip()}\n",
        from_email=sender,
        to=[message.address],
        reply_to=[message.by.email] if message.by and message.by.email else None,
        headers=headers,
    )


def whatsapp_link(message: Message) -> str:
    """Return what opens WhatsApp with the person and the text, ready to be sent."""
    number = "".join(filter(str.isdigit, message.address))
    return f"https://wa.me/{number}?text={quote(message.body)}"
