"""Where each role lands after logging in, and the screens on which teachers look after students.

Reads are one module for each role (`student`, `teacher`, `institute`, `counselor`) and one for each
screen (`course`, `roster`, `person`, `explanation`); `views` turn them into pages. Whose courses and
students somebody may look at is decided in `lookups` alone.
"""
