from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from wagtail.models import Collection

from catalog.models import CourseImage
from home.demo.welcome import table_at_a_window
from home.models import HomePage


def furnish_home_page() -> None:
    """Give the front door a title, a welcome and a picture."""
    home = HomePage.objects.get()
    home.title = "Jeevi Academy"
    home.introduction = (
        "<p>Courses written with care, by people who do what they teach. Read a first lesson of "
        "any of them, free and without an account.</p>"
    )
    with TemporaryDirectory() as scratch:
        path = Path(scratch, "welcome.png")
        table_at_a_window().save(path)
        with path.open("rb") as file:
            home.picture = CourseImage.objects.create(
                title="A table at a window, at night",
                collection=Collection.get_first_root_node(),
                file=File(file, name=path.name),
            )
    home.save_revision().publish()
