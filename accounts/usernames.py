"""Names for accounts whose people did not choose one."""

from django.utils.text import slugify

from accounts.models import User


def name_from(email: str) -> str:
    name = slugify(email.partition("@")[0].replace(".", "-")).replace("-", ".")
    return (name or "person")[:140]


def free_name(email: str) -> str:
    """Return a username like the address that nobody has now; asks once."""
    wanted = name_from(email)
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=wanted).values_list(
            "username", flat=True
        )
    }
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name
