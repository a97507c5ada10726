from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PrivateBucketStorage(S3Storage):
    """A bucket that nobody reads directly.

    A file's address stays the site's own, where `learning.files` decides; only then is the
    browser sent on to an address in the bucket, which is signed and lapses after minutes.
    """

    def __init__(self, *, base_url: str, **options: object) -> None:
        super().__init__(**options)
        self.base_url = base_url

    def url(self, name: str, *args: object, **kwargs: object) -> str:
        return self.base_url + filepath_to_uri(name)

    def signed_url(self, name: str, disposition: str = "") -> str:
        said = {"ResponseContentDisposition": disposition} if disposition else None
        return super().url(name, parameters=said)
