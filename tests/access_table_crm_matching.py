"""What finding, merging, importing and erasing inquiries answer to whom."""

# fmt: off
MATCHING_ROWS = [
    ("admin/crm/duplicates/", "/admin/crm/duplicates/?name=Priya", "GET", "lllnnyyyl"),
    ("admin/crm/duplicates/possible/", "/admin/crm/duplicates/possible/", "GET", "lllnnyyyl"),
    ("admin/crm/inquiries/<uuid:uuid>/merge/<uuid:other>/", "/admin/crm/inquiries/{inquiry}/merge/{second_inquiry}/", "GET", "lllnnyyyl"),
    ("admin/crm/inquiries/<uuid:uuid>/merge/<uuid:other>/", "/admin/crm/inquiries/{inquiry}/merge/{foreign_inquiry}/", "GET", "lllnn0yyl"),
    ("admin/crm/inquiries/<uuid:uuid>/erase/", "/admin/crm/inquiries/{inquiry}/erase/", "GET", "lllnnnyyl"),
    ("admin/crm/import/", "/admin/crm/import/", "GET", "lllnnyyyl"),
    ("admin/crm/import/<uuid:uuid>/columns/", "/admin/crm/import/{inquiry_import}/columns/", "GET", "lllnnyrrl"),
    ("admin/crm/import/<uuid:uuid>/", "/admin/crm/import/{done_inquiry_import}/", "GET", "lllnnyyyl"),
    ("admin/crm/import/<uuid:uuid>/", "/admin/crm/import/{foreign_inquiry_import}/", "GET", "lllnn0yyl"),
    ("admin/crm/import/<uuid:uuid>/refused.csv", "/admin/crm/import/{done_inquiry_import}/refused.csv", "GET", "lllnnyyyl"),
    ("admin/crm/import/<uuid:uuid>/refused.csv", "/admin/crm/import/{foreign_inquiry_import}/refused.csv", "GET", "lllnn0yyl"),
]
# fmt: on
