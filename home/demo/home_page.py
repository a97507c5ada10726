from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from wagtail.models import Collection

from catalog.models import CourseImage
from crm.models import InquiryPage
from home.demo.welcome import table_at_a_window
from home.models import HomePage


def furnish_home_page() -> None:
    """Give the front door a title, a welcome, a picture, and a way to ask."""
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
    home.body = [
        (
            "inquiry",
            {
                "title": "Not sure which course suits you?",
                "text": "Ask us. Cleo or Casper will call you, and ten minutes are enough to find "
                "out.",
            },
        )
    ]
    home.save_revision().publish()
    page = home.add_child(
        instance=InquiryPage(
            title="Ask us",
            slug="ask-us",
            introduction="<p>Tell us what you would like to learn, and when you have time. We "
            "answer within a working day, by phone or by email, as you like it better.</p>",
            thanks="<p>Thank you! Cleo or Casper will be in touch soon. Until then the <b>first "
            "lesson of each course</b> is free to read.</p>",
            show_in_menus=True,
        )
    )
    page.save_revision().publish()
