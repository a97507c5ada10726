"""What the board, the registers and the saved filters answer to whom."""

# fmt: off
BOARD_ROWS = [
    ("admin/crm/board/", "/admin/crm/board/", "GET", "lllnnyyyl"),
    ("admin/crm/board/<uuid:uuid>/move/", "/admin/crm/board/{inquiry}/move/", "GET", "lllnnyyyl"),
    ("admin/crm/board/<uuid:uuid>/move/", "/admin/crm/board/{foreign_inquiry}/move/", "GET", "lllnn0yyl"),
    ("admin/crm/board/<uuid:uuid>/move/", "/admin/crm/board/{inquiry}/move/", "POST", "lllnnyyyl"),
    ("admin/crm/board/<uuid:uuid>/move/", "/admin/crm/board/{foreign_inquiry}/move/", "POST", "lllnn0yyl"),
    ("admin/crm/list/", "/admin/crm/list/", "GET", "lllnnyyyl"),
    ("admin/crm/list/", "/admin/crm/list/?export=csv", "GET", "lllnnyyyl"),
    ("admin/crm/list/", "/admin/crm/list/?export=xlsx", "GET", "lllnnyyyl"),
    ("admin/^crm/list/$", "/admin/crm/list/", "GET", "lllnnyyyl"),
    ("admin/^crm/follow-ups/$", "/admin/crm/follow-ups/", "GET", "lllnnyyyl"),
    ("admin/^crm/follow-ups/$", "/admin/crm/follow-ups/?export=csv", "GET", "lllnnyyyl"),
    ("admin/^crm/rewards/$", "/admin/crm/rewards/", "GET", "lllyyyyyl"),
    ("admin/^crm/rewards/$", "/admin/crm/rewards/?export=csv", "GET", "lllyyyyyl"),
    ("admin/crm/filters/", "/admin/crm/filters/", "GET", "lllnnyyyl"),
    ("admin/crm/filters/", "/admin/crm/filters/", "POST", "lllnnrrrl"),
    ("admin/crm/filters/<uuid:uuid>/", "/admin/crm/filters/{saved_filter}/", "POST", "lllnnr00l"),
    ("admin/crm/filters/<uuid:uuid>/", "/admin/crm/filters/{saved_filter}/", "GET", "lllnnbbbl"),
]
# fmt: on
