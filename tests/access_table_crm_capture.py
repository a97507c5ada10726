"""What the doors of the CRM answer to whom: the form, the walk-in form, partners and their keys."""

# fmt: off
CAPTURE_ROWS = [
    ("ask/", "/ask/", "GET", "yyyyyyyyy"),
    ("ask/form/", "/ask/form/?page={course}", "GET", "yyyyyyyyy"),
    ("ask/thanks/", "/ask/thanks/", "GET", "yyyyyyyyy"),
    ("ask/thanks/<int:page>/", "/ask/thanks/{inquiry_page}/", "GET", "yyyyyyyyy"),
    ("ask/thanks/<int:page>/", "/ask/thanks/{course}/", "GET", "000000000"),
    ("api/v1/crm/inquiries", "/api/v1/crm/inquiries", "POST", "lllllllll"),
    ("admin/crm/new/", "/admin/crm/new/", "GET", "lllnnyyyl"),
    ("admin/crm/keys/", "/admin/crm/keys/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/results/", "/admin/crm/keys/results/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/new/", "/admin/crm/keys/new/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/edit/<int:pk>/", "/admin/crm/keys/edit/{partner_key}/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/delete/<int:pk>/", "/admin/crm/keys/delete/{partner_key}/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/history/<int:pk>/", "/admin/crm/keys/history/{partner_key}/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/history-results/<int:pk>/", "/admin/crm/keys/history-results/{partner_key}/", "GET", "lllnnnyyl"),
    ("admin/crm/keys/usage/<int:pk>/", "/admin/crm/keys/usage/{partner_key}/", "GET", "lllnnnyyl"),
]
# fmt: on
