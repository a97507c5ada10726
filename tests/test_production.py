"""OPS-02: what production settings choose: hashed static files, private buckets, JSON logs, a policy."""

import json
import logging
import sys

import pytest
from django.core.files.base import ContentFile

from config.logs import JSONFormatter
from config.static import HashedStaticFilesStorage
from config.storage import PrivateBucketStorage


@pytest.fixture
def bucket():
    return PrivateBucketStorage(
        base_url="/media/",
        bucket_name="academy",
        region_name="eu-central-1",
        access_key="key",
        secret_key="secret",
        querystring_expire=300,
    )


def test_a_file_in_a_bucket_keeps_an_address_of_ours_that_is_checked(bucket):
    assert bucket.url("pictures/my cat.png") == "/media/pictures/my%20cat.png"


def test_who_may_have_it_is_sent_to_a_signed_address_that_lapses(bucket):
    address = bucket.signed_url("pictures/cat.png")

    assert address.startswith("https://")
    assert "academy" in address
    assert "Signature=" in address
    assert "Expires=" in address


def test_a_signed_address_can_say_that_it_is_a_download(bucket):
    address = bucket.signed_url("pictures/cat.svg", 'attachment; filename="cat.svg"')

    assert "response-content-disposition=attachment" in address


def test_a_changed_module_changes_the_name_under_which_others_import_it(tmp_path):
    storage = HashedStaticFilesStorage(location=tmp_path, base_url="/static/")
    storage.save("js/parts/one.js", ContentFile(b"export const one = 1;"))
    storage.save(
        "js/main.js",
        ContentFile(
            b'import {one} from "./parts/one.js";\nimport "./parts/one.js";\nimport("./parts/one.js")'
        ),
    )
    storage.save("vendor/part/odd.js", ContentFile(b'import x from "./nowhere.js";'))

    names = ["js/parts/one.js", "js/main.js", "vendor/part/odd.js"]
    list(storage.post_process({name: (storage, name) for name in names}))

    main = (tmp_path / storage.stored_name("js/main.js")).read_text()
    one = storage.stored_name("js/parts/one.js").removeprefix("js/")
    assert (
        main == f'import {{one}} from "./{one}";\nimport "./{one}";\nimport("./{one}")'
    )


def test_a_log_line_is_one_json_object_even_with_a_traceback():
    try:
        raise ValueError("odd\ninput")
    except ValueError:
        record = logging.LogRecord(
            "home", logging.ERROR, __file__, 1, "It %s", ("broke",), sys.exc_info()
        )

    line = JSONFormatter().format(record)

    assert "\n" not in line
    assert json.loads(line)["message"] == "It broke"
    assert "ValueError: odd" in json.loads(line)["exception"]


@pytest.mark.django_db
def test_the_sites_own_pages_allow_no_script_or_style_written_into_them(client):
    policy = client.get("/health/")["Content-Security-Policy"]

    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_wagtails_screens_may_write_styles_into_the_page(client, admin):
    client.force_login(admin)

    policy = client.get("/admin/")["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "object-src 'none'" in policy
