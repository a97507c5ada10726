"""What happens in the CRM, for whoever stands above and wants to know."""

from django.dispatch import Signal

converted = Signal()  # conversion
