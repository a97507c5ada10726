"""Moodle XML: a `<quiz>` with everything that Moodle knows of a question."""
