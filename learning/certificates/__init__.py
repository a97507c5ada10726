"""Certificates: who gets one, how its number is made, how it looks on paper."""

from learning.certificates.issuing import issue_certificate, revoke_certificate
from learning.certificates.numbers import is_well_formed, new_number, normalise

__all__ = [
    "is_well_formed",
    "issue_certificate",
    "new_number",
    "normalise",
    "revoke_certificate",
]
