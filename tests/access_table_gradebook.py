"""What the addresses of the gradebook answer to whom; `tests/access_table.py` says what the letters mean."""

# Route, address, method, letters.
# fmt: off
GRADEBOOK_ROWS = [
    ("gradebook/<int:pk>/", "/gradebook/{course}/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/export.csv", "/gradebook/{course}/export.csv", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/export.xlsx", "/gradebook/{course}/export.xlsx", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/settings/", "/gradebook/{course}/settings/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/import/", "/gradebook/{course}/import/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/import/", "/gradebook/{course}/import/", "POST", "l000y0yyl"),
    ("gradebook/<int:pk>/items/new/", "/gradebook/{course}/items/new/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/items/<uuid:uuid>/edit/", "/gradebook/{course}/items/{grade_item}/edit/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/items/<uuid:uuid>/edit/", "/gradebook/{course}/items/{other_item}/edit/", "GET", "l0000000l"),
    ("gradebook/<int:pk>/items/<uuid:uuid>/delete/", "/gradebook/{course}/items/{grade_item}/delete/", "POST", "l000r0rrl"),
    ("gradebook/<int:pk>/items/<uuid:uuid>/marks/", "/gradebook/{course}/items/{grade_item}/marks/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/items/<uuid:uuid>/marks/", "/gradebook/{course}/items/{grade_item}/marks/", "POST", "l000r0rrl"),
    ("gradebook/<int:pk>/dates/<uuid:uuid>/", "/gradebook/{course}/dates/{exam}/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/dates/<uuid:uuid>/", "/gradebook/{course}/dates/{other_exam}/", "GET", "l0000000l"),
    ("gradebook/<int:pk>/students/<uuid:uuid>/", "/gradebook/{course}/students/{enrolment}/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/students/<uuid:uuid>/", "/gradebook/{course}/students/{other_enrolment}/", "GET", "l0000000l"),
    ("gradebook/<int:pk>/students/<uuid:uuid>/items/<uuid:item_uuid>/", "/gradebook/{course}/students/{enrolment}/items/{grade_item}/", "GET", "l000y0yyl"),
    ("gradebook/<int:pk>/students/<uuid:uuid>/items/<uuid:item_uuid>/", "/gradebook/{course}/students/{enrolment}/items/{grade_item}/", "POST", "l000r0rrl"),
    ("my-grades/<int:pk>/", "/my-grades/{course}/", "GET", "l0y00000l"),
]
# fmt: on
