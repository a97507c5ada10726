"""What learning declines. Imported from here by those who ask learning for something."""

from common.exceptions import Refused

__all__ = ["Refused"]
