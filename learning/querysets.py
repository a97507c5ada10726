from typing import Any

from django.db import models


class EnrolmentQuerySet(models.QuerySet[Any]):
    def studying(self) -> "EnrolmentQuerySet":
        """Those to whom the lessons are open."""
        return self.filter(status__in=self.model.STUDYING)

    def taking_places(self) -> "EnrolmentQuerySet":
        """Those who count towards the capacity."""
        return self.filter(status__in=self.model.TAKING_PLACES)

    def staying(self) -> "EnrolmentQuerySet":
        """Those who have not left: whom a number of students counts."""
        return self.filter(status__in=self.model.STAYING)
