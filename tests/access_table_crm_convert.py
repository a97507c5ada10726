"""What making students, rewards, penalties and appeals answer to whom."""

# fmt: off
CONVERT_ROWS = [
    ("admin/crm/inquiries/<uuid:uuid>/convert/", "/admin/crm/inquiries/{inquiry}/convert/", "GET", "lllnnyyyl"),
    ("admin/crm/inquiries/<uuid:uuid>/convert/", "/admin/crm/inquiries/{inquiry}/convert/", "POST", "lllnnyyyl"),
    ("admin/crm/inquiries/<uuid:uuid>/convert/", "/admin/crm/inquiries/{foreign_inquiry}/convert/", "GET", "lllnn0yyl"),
    ("admin/crm/rewards/give/", "/admin/crm/rewards/give/", "GET", "lllyyyyyl"),
    ("admin/crm/rewards/give/", "/admin/crm/rewards/give/?student={rewarded}", "GET", "lll0yyyyl"),
    ("admin/crm/rewards/<uuid:uuid>/revoke/", "/admin/crm/rewards/{reward}/revoke/", "GET", "lll0y0yyl"),
    ("admin/crm/appeals/", "/admin/crm/appeals/", "GET", "lllnnyyyl"),
    ("admin/crm/appeals/<uuid:uuid>/", "/admin/crm/appeals/{appeal}/", "GET", "lllnyyyyl"),
    ("admin/crm/appeals/<uuid:uuid>/", "/admin/crm/appeals/{appeal}/", "POST", "lllnyyyyl"),
    ("dashboard/rewards/", "/dashboard/rewards/", "GET", "lyynnnnnl"),
    ("dashboard/rewards/<uuid:uuid>/appeal/", "/dashboard/rewards/{reward}/appeal/", "GET", "l0ynnnnnl"),
    ("dashboard/rewards/<uuid:uuid>/appeal/", "/dashboard/rewards/{appealed}/appeal/", "GET", "l0ynnnnnl"),
    ("dashboard/rewards/<uuid:uuid>/appeal/withdraw/", "/dashboard/rewards/{appealed}/appeal/withdraw/", "POST", "l0rnnnnnl"),
]
# fmt: on
