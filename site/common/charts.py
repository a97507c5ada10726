"""Numbers that `components/chart.html` draws, each picture with the sentence that says what to see in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["line", "area", "bar", "bars", "stacked", "ring"]


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    key: str
    title: str
    kind: Kind
    label_heading: str
    labels: Sequence[str]
    series: Sequence[Series]
    takeaway: str
    unit: str = ""
    size: str = ""
    # Words at the end of each bar of a single series.
    notes: Sequence[str] = ()
    # The id of a table on the page that says the same.
    table: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(any(series.values) for series in self.series)

    @property
    def data(self) -> dict[str, Any]:
        """What the component draws and puts into its table."""
        return {
            "labels": list(self.labels),
            "series": [
                {"name": series.name, "values": list(series.values)}
                for series in self.series
            ],
            "unit": self.unit,
            "notes": list(self.notes),
        }
