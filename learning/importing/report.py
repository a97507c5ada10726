"""What an import has to say: what it did, what it did not understand, why it refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, counted from 1; line 0 means the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, order=True)
class Notice:
    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ImportRefused(Exception):
    """The folder can't become a course. Says everything that stands in the way, once."""

    def __init__(self, problems: Iterable[Notice] | str) -> None:
        if isinstance(problems, str):
            message = problems
        else:
            message = "\n".join(str(problem) for problem in sorted(set(problems)))
        super().__init__(message)


@dataclass
class Report:
    """Collects notices (kept readable, listed) and problems (nothing is imported)."""

    notices: list[Notice] = field(default_factory=list)
    problems: list[Notice] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, path: str, line: int, message: str) -> None:
        notice = Notice(Place(path, line), message)
        if notice not in self.notices:
            self.notices.append(notice)

    def refuse(self, path: str, line: int, message: str) -> None:
        self.problems.append(Notice(Place(path, line), message))

    def raise_for_problems(self) -> None:
        if self.problems:
            raise ImportRefused(self.problems)
