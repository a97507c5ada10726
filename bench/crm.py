"""What the CRM costs with 50,000 inquiries: the desk, the board, each report, a file, all scores.

They stand in a database of their own, built once. Our own time is what a request takes less what
the database takes for it; both are medians of a few requests after the first.
"""

from typing import Any

from bench import duplicates, inquiries_import, inquiries_scoring
from bench.serving import BEGIN, asked
from config.databases import create_database

# What the CRM promises on PostgreSQL.
MOST_QUERIES, MOST_OWN = 25, 300
ROW = "{:<30} {:<10} {:>7} {:>7} {:>7}  {}"
PREPARE = (
    BEGIN
    + """
call_command("migrate", interactive=False, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from bench import inquiries
json.dump({"built": inquiries.build(), "lines": inquiries.measured()}, open(sys.argv[1], "w"))
"""
)


def show(environment: dict[str, str]) -> None:
    """Build what is missing, measure, and print a line for each page."""
    url = f"{environment['DATABASE_URL']}_crm"
    create_database(url)
    found: dict[str, Any] = asked({**environment, "DATABASE_URL": url}, PREPARE)
    if found["built"]:
        print(f"  inquiries written after {found['built']:.0f} s", flush=True)
    print(ROW.format("page of the CRM", "as", "queries", "own ms", "db ms", ""))
    for line in found["lines"]:
        print(
            ROW.format(
                line["name"],
                line["who"],
                line["queries"],
                f"{line['own']:.0f}",
                f"{line['database']:.0f}",
                _remark(line),
            ),
            flush=True,
        )

    for part in (inquiries_import, inquiries_scoring, duplicates):
        part.show(environment)


def _remark(line: dict[str, Any]) -> str:
    if line["status"] != 200:
        return f"answers {line['status']}"
    is_over = line["queries"] > MOST_QUERIES or line["own"] > MOST_OWN
    return "over the budget" if is_over else ""
