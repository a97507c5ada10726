"""Tables of people, as an admin uploads them."""

from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = "username,email,first_name,last_name,role,phone\n"


def table(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


def upload(client, content, name="people.csv"):
    file = SimpleUploadedFile(name, content, "text/csv")
    return client.post("/admin/people/import/", {"file": file}, follow=True)
