class CourseRefused(Exception):
    """Something can't be done with a course; the message is one sentence for the person."""
