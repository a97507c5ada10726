"""What the tests of importing start from."""

import pytest

from learning.tests.little_course import little_course


@pytest.fixture
def folder(tmp_path):
    """The folder of the little course."""
    return little_course(tmp_path / "course")
