"""What an admin sends from the screens about people."""

from django.urls import reverse


def edit(client, person, **changes):
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    page = client.get(address)
    data = {}
    for form in (page.context["form"], page.context["record_form"]):
        for field in form.visible_fields() if form else []:
            if not isinstance(value := field.value(), dict):
                data[field.html_name] = "" if value is None else value
    return client.post(address, {**data, **changes}, follow=True)


def act(client, name, person, **data):
    address = reverse(f"wagtailusers_users:{name}", args=[person.pk])
    return client.post(address, data, follow=True)
