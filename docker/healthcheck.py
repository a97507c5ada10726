"""Exit 0 when the web process of this container is fit to answer."""

import os
import sys
from http.client import HTTPConnection

connection = HTTPConnection("127.0.0.1", 8000, timeout=4)
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
connection.request("GET", "/health/", headers={"Host": host})
sys.exit(connection.getresponse().status != 200)
