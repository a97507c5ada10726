"""What writing to people answers to whom; `tests/access_table.py` says what the letters mean."""

# fmt: off
MESSAGE_ROWS = [
    ("admin/crm/inquiries/<uuid:uuid>/write/", "/admin/crm/inquiries/{inquiry}/write/", "GET", "lllnnyyyl"),
    ("admin/crm/inquiries/<uuid:uuid>/write/", "/admin/crm/inquiries/{foreign_inquiry}/write/", "GET", "lllnn0yyl"),
    ("admin/crm/inquiries/<uuid:uuid>/write/", "/admin/crm/inquiries/{foreign_inquiry}/write/", "POST", "lllnn0yyl"),
    ("admin/crm/inquiries/<uuid:uuid>/reply/", "/admin/crm/inquiries/{inquiry}/reply/", "GET", "lllnnyyyl"),
    ("admin/crm/inquiries/<uuid:uuid>/reply/", "/admin/crm/inquiries/{foreign_inquiry}/reply/", "POST", "lllnn0yyl"),
    ("admin/crm/inquiries/<uuid:uuid>/consent/", "/admin/crm/inquiries/{inquiry}/consent/", "GET", "lllnnbbbl"),
    ("admin/crm/inquiries/<uuid:uuid>/consent/", "/admin/crm/inquiries/{foreign_inquiry}/consent/", "POST", "lllnn0rrl"),
    ("admin/crm/messages/preview/", "/admin/crm/messages/preview/", "POST", "lllnnyyyl"),
    ("admin/crm/messages/preview/", "/admin/crm/messages/preview/?inquiry={foreign_inquiry}", "POST", "lllnn0yyl"),
    ("admin/crm/messages/<uuid:uuid>/", "/admin/crm/messages/{letter}/", "GET", "lllnnyyyl"),
    ("admin/crm/messages/<uuid:uuid>/", "/admin/crm/messages/{foreign_letter}/", "GET", "lllnn0yyl"),
    ("admin/crm/messages/<uuid:uuid>/", "/admin/crm/messages/{foreign_letter}/", "POST", "lllnn0rrl"),
    ("admin/crm/messages/", "/admin/crm/messages/", "GET", "lllnnyyyl"),
    ("admin/crm/messages/results/", "/admin/crm/messages/results/", "GET", "lllnnyyyl"),
    ("admin/crm/message-templates/", "/admin/crm/message-templates/", "GET", "lllnnyyyl"),
    ("admin/crm/message-templates/results/", "/admin/crm/message-templates/results/", "GET", "lllnnyyyl"),
    ("admin/crm/message-templates/new/", "/admin/crm/message-templates/new/", "GET", "lllnnnyyl"),
    ("admin/crm/message-templates/edit/<int:pk>/", "/admin/crm/message-templates/edit/{message_template}/", "GET", "lllnnnyyl"),
    ("admin/crm/message-templates/delete/<int:pk>/", "/admin/crm/message-templates/delete/{message_template}/", "GET", "lllnnnyyl"),
    ("admin/crm/message-templates/history/<int:pk>/", "/admin/crm/message-templates/history/{message_template}/", "GET", "lllnnnyyl"),
    ("admin/crm/message-templates/history-results/<int:pk>/", "/admin/crm/message-templates/history-results/{message_template}/", "GET", "lllnnnyyl"),
    ("admin/crm/message-templates/usage/<int:pk>/", "/admin/crm/message-templates/usage/{message_template}/", "GET", "lllnnnyyl"),
    ("consent/<str:token>/", "/consent/{consent_token}/", "GET", "yyyyyyyyy"),
    ("consent/<str:token>/", "/consent/{consent_token}/", "POST", "rrrrrrrrr"),
    ("consent/<str:token>/", "/consent/{inquiry}/", "GET", "000000000"),
]
# fmt: on
