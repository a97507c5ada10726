"""What the reports of the CRM answer to whom."""

# fmt: off
REPORT_ROWS = [
    ("admin/crm/reports/", "/admin/crm/reports/", "GET", "lllnnyyyl"),
    ("admin/crm/reports/<slug:report>/", "/admin/crm/reports/funnel/", "GET", "lllnnyyyl"),
    ("admin/crm/reports/<slug:report>/", "/admin/crm/reports/nothing/", "GET", "lllnn000l"),
    ("admin/crm/reports/<slug:report>/list/", "/admin/crm/reports/funnel/list/?cell=asked", "GET", "lllnnyyyl"),
    ("admin/crm/reports/<slug:report>/<slug:format>/", "/admin/crm/reports/funnel/csv/", "GET", "lllnnyyyl"),
]
# fmt: on
