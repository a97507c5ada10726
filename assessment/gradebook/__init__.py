"""The gradebook of a course.

`reading` reads it into a `book`; `table`, `lines`, `charts` and `files` show it; `forms` and `importing`
take what teachers enter.
"""
