"""Messages leave: each is claimed by whoever sends it, tried again for a while, and its end is known.

A message is handed over at most once for each try. If a worker dies with one in its hands nobody
can know whether it went out; a person then decides, rather than the site write twice.
"""

import logging
from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common.exceptions import Refused
from crm.consents import refuse_to_write
from crm.letters import hand_over
from crm.live import tell_desks
from crm.models import Message
from crm.sms import SMSRefused

logger = logging.getLogger(__name__)
State = Message.State
# After each try that failed for now, how long until the next; then it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
HANGING_AFTER = timedelta(minutes=15)
MOST_AT_ONCE = 500


def waiting() -> list[int]:
    """Return the messages whose time has come, the oldest first."""
    due = Message.objects.filter(state=State.QUEUED, send_at__lte=timezone.now())
    return list(
        due.order_by("send_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    )


def send(pk: int) -> None:
    """Send the message if its time has come and nobody else has taken it."""
    now = timezone.now()
    claimed = Message.objects.filter(
        pk=pk, state=State.QUEUED, send_at__lte=now
    ).update(state=State.SENDING, claimed_at=now, tries=F("tries") + 1)
    if not claimed:
        return
    message = Message.objects.select_related("inquiry", "by").get(pk=pk)
    try:
        # Asked anew: the person may have withdrawn their leave while it waited.
        refuse_to_write(message.inquiry, medium=message.medium, purpose=message.purpose)
        hand_over(message)
    except (Refused, SMSRefused) as refusal:
        _end(message, state=State.FAILED, error=str(refusal))
    except OSError as error:
        _after_trouble(message, error)
    except Exception:
        logger.exception("Message %s could not be sent.", message.uuid)
        reason = _("It could not be sent because of a fault on our side.")
        _end(message, state=State.FAILED, error=reason)
    else:
        _end(message, state=State.SENT, error="", sent_at=timezone.now())


def give_up_hanging() -> None:
    """Tell of messages that a worker took and never said a word of again."""
    hanging = Message.objects.filter(
        state=State.SENDING, claimed_at__lt=timezone.now() - HANGING_AFTER
    )
    for message in hanging.select_related("inquiry")[:MOST_AT_ONCE]:
        reason = _("It is not known whether this was sent. Ask before you try again.")
        _end(message, state=State.FAILED, error=reason)


def _after_trouble(message: Message, error: OSError) -> None:
    """All errors of SMTP are kinds of OSError, as those of the network are."""
    if reason := _refused_for_good(error):
        _end(message, state=State.FAILED, error=reason)
        return
    # The error's own text may name the person.
    logger.warning("Message %s waits: %s", message.uuid, type(error).__name__)
    reason = _("The server that sends it could not be reached.")
    if message.tries > len(WAITS):
        _end(message, state=State.FAILED, error=reason)
    else:
        later = timezone.now() + WAITS[message.tries - 1]
        _end(message, state=State.QUEUED, error=reason, send_at=later)


def _refused_for_good(error: OSError) -> str:
    """Return why trying again is useless; empty if it isn't."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            return _("The mail server takes no letters to this address.")
    elif isinstance(error, SMTPAuthenticationError):
        return ""  # our own password: an admin mends that
    elif isinstance(error, SMTPResponseException) and 500 <= error.smtp_code < 600:
        return _("The mail server refused the letter (%(code)s).") % {
            "code": error.smtp_code
        }
    return ""


def _end(message: Message, **changes: object) -> None:
    held = Message.objects.filter(pk=message.pk, state=State.SENDING)
    if held.update(claimed_at=None, **changes):
        tell_desks(message.inquiry, what="message")
