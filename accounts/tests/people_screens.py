"""What an admin sends from the screens about people."""

import re
from html import unescape

from django.urls import reverse

HIDDEN = re.compile(r'<input type="hidden" name="(initial-[^"]+)"(?: value="([^"]*)")?')


def opened(client, person):
    """What a browser sends back if nothing is typed on the page."""
    page = client.get(reverse("wagtailusers_users:edit", args=[person.pk]))
    data = {
        name: unescape(value) for name, value in HIDDEN.findall(page.content.decode())
    }
    for form in (page.context["form"], page.context["record_form"]):
        for field in form.visible_fields() if form else []:
            if not isinstance(value := field.value(), dict):
                data[field.html_name] = "" if value is None else value
    return data


def save(client, person, data):
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return client.post(address, data, follow=True)


def edit(client, person, **changes):
    return save(client, person, {**opened(client, person), **changes})


def act(client, name, person, **data):
    address = reverse(f"wagtailusers_users:{name}", args=[person.pk])
    return client.post(address, data, follow=True)
