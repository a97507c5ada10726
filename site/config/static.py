"""Static files in production: names with hashes, so that browsers keep them for ever."""

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

# `import {x} from "./x.js"`, `export * from "./x.js"`, `import "./x.js"`, `import("./x.js")`
MODULE_IMPORT = (
    r"""(?P<matched>(?P<words>\bfrom\s*|\bimport\s*\(?\s*)["'](?P<url>[./][^"']+)["'])""",
    '%(words)s"%(url)s"',
)


class CollectedStaticFiles(StaticFilesConfig):
    """Leaves out source maps, which are half of what the front-end packages hold."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.map"]


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with hashes that also reach `import "./x.js"` between our modules.

    Only ours: Django's own switch would rewrite every script, and some of the parts in
    `vendor/` speak of modules that their packages do not hold.
    """

    patterns = (
        *(
            (
                files,
                tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)),
            )
            for files, rules in CompressedManifestStaticFilesStorage.patterns
        ),
        ("js/*.js", (MODULE_IMPORT,)),
    )

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of `name`; worked out once, for a page asks for some seventy."""
        if force or settings.DEBUG:
            return super().url(name, force)
        if name not in self._urls:
            self._urls[name] = super().url(name)
        return self._urls[name]

    @cached_property
    def _urls(self) -> dict[str, str]:
        return {}
