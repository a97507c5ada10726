"""What happens to courses, for whoever stands above and has something of theirs."""

from django.dispatch import Signal

# course, copy, copies (of its pages, by the old id), by; inside the transaction that copies. Receivers
# copy what they have of the course, and return where references lead now: by model, new ids by old.
course_copied = Signal()
