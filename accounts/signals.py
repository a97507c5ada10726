from django.dispatch import Signal

# Somebody lost what they had open: suspended, blocked, demoted, or sent out by hand.
# Sent once the change is in the database. Arguments: user, reason (an action of `accounts.audit`).
access_ended = Signal()
