"""What happens in learning, for whoever stands above and wants to know."""

from django.dispatch import Signal

enrolled = Signal()  # enrolment
left = Signal()  # enrolment
lesson_completed = Signal()  # student, lesson_key, course
course_completed = Signal()  # enrolment
opening_file = Signal()  # user, upload, at; a receiver that returns true opens the file
# student, lesson; sent before a lesson counts as done. Receivers return what is missing: a list of
# `learning.requirements.Requirement`.
completing = Signal()
