"""What scores, weights, and giving inquiries to counselors answer to whom."""

# fmt: off
SCORING_ROWS = [
    ("admin/crm/assign/", "/admin/crm/assign/", "GET", "lllnnnyyl"),
    ("admin/crm/scores/", "/admin/crm/scores/", "GET", "lllnnnyyl"),
    ("admin/crm/scores/", "/admin/crm/scores/", "POST", "lllnnnrrl"),
    ("admin/crm/scores/weights/", "/admin/crm/scores/weights/", "GET", "lllnnnyyl"),
    ("admin/crm/scores/weights/preview/", "/admin/crm/scores/weights/preview/", "POST", "lllnnnyyl"),
    ("admin/crm/scores/progress/", "/admin/crm/scores/progress/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/", "/admin/crm/counselors/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/results/", "/admin/crm/counselors/results/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/new/", "/admin/crm/counselors/new/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/edit/<int:pk>/", "/admin/crm/counselors/edit/{own_settings}/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/delete/<int:pk>/", "/admin/crm/counselors/delete/{own_settings}/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/history/<int:pk>/", "/admin/crm/counselors/history/{own_settings}/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/history-results/<int:pk>/", "/admin/crm/counselors/history-results/{own_settings}/", "GET", "lllnnnyyl"),
    ("admin/crm/counselors/usage/<int:pk>/", "/admin/crm/counselors/usage/{own_settings}/", "GET", "lllnnnyyl"),
    ("admin/crm/holidays/", "/admin/crm/holidays/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/results/", "/admin/crm/holidays/results/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/new/", "/admin/crm/holidays/new/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/edit/<int:pk>/", "/admin/crm/holidays/edit/{own_holiday}/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/edit/<int:pk>/", "/admin/crm/holidays/edit/{foreign_holiday}/", "GET", "lllnnnyyl"),
    ("admin/crm/holidays/delete/<int:pk>/", "/admin/crm/holidays/delete/{own_holiday}/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/delete/<int:pk>/", "/admin/crm/holidays/delete/{foreign_holiday}/", "GET", "lllnnnyyl"),
    ("admin/crm/holidays/history/<int:pk>/", "/admin/crm/holidays/history/{own_holiday}/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/history/<int:pk>/", "/admin/crm/holidays/history/{foreign_holiday}/", "GET", "lllnnnyyl"),
    ("admin/crm/holidays/history-results/<int:pk>/", "/admin/crm/holidays/history-results/{own_holiday}/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/history-results/<int:pk>/", "/admin/crm/holidays/history-results/{foreign_holiday}/", "GET", "lllnnnyyl"),
    ("admin/crm/holidays/usage/<int:pk>/", "/admin/crm/holidays/usage/{own_holiday}/", "GET", "lllnnyyyl"),
    ("admin/crm/holidays/usage/<int:pk>/", "/admin/crm/holidays/usage/{foreign_holiday}/", "GET", "lllnnnyyl"),
]
# fmt: on
