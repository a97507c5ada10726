"""What happens in learning, for whoever stands above and wants to know."""

from django.dispatch import Signal

enrolled = Signal()  # enrolment
left = Signal()  # enrolment
lesson_completed = Signal()  # student, lesson_key, course
course_completed = Signal()  # enrolment
