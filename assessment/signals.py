"""What happens in assessment, for whoever stands above and wants to know."""

from django.dispatch import Signal

attempt_submitted = Signal()  # attempt
submission_received = Signal()  # version
graded = Signal()  # grade; inside the transaction that writes it
