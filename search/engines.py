"""Which engine searches: the site's own database, or a search server that an address names."""

from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

# Wagtail's backends; the newest version of each unless the address says `?version=`.
_VERSIONS = {"opensearch": ("3", "2"), "elasticsearch": ("9", "8", "7")}


def engine_of(url: str) -> dict[str, Any]:
    """Return the entry for WAGTAILSEARCH_BACKENDS.

    `opensearch://host:9200/academy` is a server without TLS, `opensearch+tls://user:password@host`
    one with it; the path becomes the beginning of the names of its indexes.
    """
    if not url:
        return {"BACKEND": "search.database"}
    parts = urlsplit(url)
    name, _plus, tls = parts.scheme.partition("+")
    versions = _VERSIONS.get(name, ())
    version = parse_qs(parts.query).get("version", [*versions, ""])[0]
    if version not in versions or tls not in ("", "tls") or not parts.hostname:
        raise ValueError(
            "SEARCH_URL must look like opensearch://host:9200/academy or "
            "opensearch+tls://user:password@host/academy; ?version= may be "
            + ", ".join(f"{v} of {name}" for name, vs in _VERSIONS.items() for v in vs)
        )
    prefix = parts.path.strip("/")
    scheme = "https" if tls else "http"
    return {
        "BACKEND": f"wagtail.search.backends.{name}{version}",
        "URLS": [f"{scheme}://{parts.netloc}"],
        "INDEX_PREFIX": f"{prefix}_" if prefix else "jeevi_",
        # The analysis of Wagtail's own fields, with accents folded.
        "INDEX_SETTINGS": {
            "settings": {
                "analysis": {
                    "analyzer": {
                        "default": {
                            "type": "custom",
                            "tokenizer": "standard",
                            "filter": ["lowercase", "asciifolding", "porter_stem"],
                        }
                    }
                }
            }
        },
    }


def _errors_of_servers() -> tuple[type[Exception], ...]:
    """Return what the clients raise that are installed: each brings a family of its own."""
    families = {
        "opensearchpy.exceptions": "OpenSearchException",
        "elastic_transport": "TransportError",
    }
    errors = []
    for module, name in families.items():
        try:
            errors.append(getattr(import_module(module), name))
        except ImportError:
            continue
    return tuple(errors)


SERVER_ERRORS = _errors_of_servers()
