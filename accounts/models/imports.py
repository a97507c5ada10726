from django.db import models

from common.imports import CheckedImport


class PeopleImport(CheckedImport):
    """A file of people; `accounts.importing` writes and reads its lines."""

    sends_invitations = models.BooleanField(default=True)

    class Meta(CheckedImport.Meta):
        pass
