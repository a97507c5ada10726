"""What marks mean for a lesson: passed or not, and how well somebody commands it. Exact, and pure."""

from decimal import Decimal

# From this share of full marks on, somebody commands the lesson this well; 5 is an expert.
LEVELS = (
    (Decimal("0.95"), 5),
    (Decimal("0.85"), 4),
    (Decimal("0.70"), 3),
    (Decimal("0.50"), 2),
)
MASTERED_FROM = Decimal("0.90")


def is_pass(points: Decimal, max_points: Decimal, pass_percent: Decimal) -> bool:
    """Whether `points` are enough. Where nothing can be earned, taking part is."""
    return points * 100 >= pass_percent * max_points


def competency_of(points: Decimal, max_points: Decimal) -> int:
    """Return 2 to 5; 0 where the marks say nothing good, for then a teacher should."""
    if max_points <= 0:
        return 0
    for share, level in LEVELS:
        if points >= share * max_points:
            return level
    return 0


def is_mastery(points: Decimal, max_points: Decimal) -> bool:
    return max_points > 0 and points >= MASTERED_FROM * max_points
