"""Who studies and works in the demonstration academy. Every login is printed by `seed_demo`."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Role, StudentProfile, TeacherProfile, User

PASSWORD = "learn-with-jeevi"

LOGINS = {
    Role.SUPER_ADMIN: "root",
    Role.ADMIN: "amara",
    Role.TEACHER: "tomas",
    Role.COUNSELOR: "cleo",
    Role.STUDENT: "sana",
}

STAFF = [
    ("root", "Ruth", "Okafor", Role.SUPER_ADMIN),
    ("amara", "Amara", "Lindqvist", Role.ADMIN),
    ("cleo", "Cleo", "Marchetti", Role.COUNSELOR),
    ("casper", "Casper", "Nwosu", Role.COUNSELOR),
]


@dataclass(frozen=True)
class Teacher:
    username: str
    first_name: str
    last_name: str
    title: str
    bio: str
    specialisations: tuple[str, ...]
    qualification: str
    years: str


TEACHERS = [
    Teacher(
        "tomas",
        "Tomás",
        "Herrera",
        "Astronomer",
        "Shows people the sky since he was old enough to carry a telescope up a hill. Teaches on "
        "roofs, in villages, and here.",
        ("Astronomy", "Statistics"),
        "MSc Physics",
        "14",
    ),
    Teacher(
        "beatrix",
        "Beatrix",
        "Vogel",
        "Master baker",
        "Baked at night for twenty years and teaches by day now. Believes that patience is the "
        "only ingredient one can't buy.",
        ("Baking", "Food science"),
        "Master craftswoman's diploma",
        "21",
    ),
    Teacher(
        "naveen",
        "Naveen",
        "Krishnan",
        "Software engineer",
        "Writes programs for museums and libraries, and has explained loops to more than two "
        "thousand people who were sure that they would never get it.",
        ("Programming", "Data"),
        "BSc Computer Science",
        "9",
    ),
]

NAMES = [
    "Sana Rahman",
    "Liam Byrne",
    "Mei Chen",
    "Aarav Mehta",
    "Zofia Nowak",
    "Kwame Mensah",
    "Ines Duarte",
    "Yusuf Demir",
    "Freya Solberg",
    "Mateo Ríos",
    "Priya Nair",
    "Jonas Weber",
    "Amina Diallo",
    "Luca Conti",
    "Hana Sato",
    "Oskar Lund",
    "Nia Achieng",
    "Tariq Aziz",
    "Elin Berg",
    "Diego Torres",
    "Rhea Sen",
    "Pavel Novák",
    "Aisha Bello",
    "Bruno Costa",
    "Leila Haddad",
    "Kofi Asante",
    "Marta Silva",
    "Arjun Rao",
    "Signe Dahl",
    "Omar Farouk",
    "Clara Schmidt",
    "Emeka Obi",
    "Yara Khalil",
    "Nils Holm",
    "Tara Das",
    "Ivo Petrov",
    "Samira Karimi",
    "Felix Braun",
    "Lucía Vega",
    "Ravi Pillai",
]
CITIES = ["Riverton", "Port Alba", "Hillcrest", "Novo Campo", "Eastfield"]


def make_people() -> list[User]:
    """Create staff, teachers and forty students; return the students in a fixed order."""
    # One hash for all: hashing forty-seven times would take most of the seeding's time.
    password = make_password(PASSWORD)
    for username, first, last, role in STAFF:
        make_person(username, first, last, role, password)
    for teacher in TEACHERS:
        user = make_person(
            teacher.username,
            teacher.first_name,
            teacher.last_name,
            Role.TEACHER,
            password,
        )
        TeacherProfile.objects.filter(user=user).update(
            title=teacher.title,
            bio=teacher.bio,
            specialisations=list(teacher.specialisations),
            qualification=teacher.qualification,
            experience_years=Decimal(teacher.years),
            employee_id=f"T-{100 + user.pk}",
            weekly_availability={
                "monday": [["09:00", "12:00"]],
                "thursday": [["14:00", "18:00"]],
            },
        )
    counselors = list(User.objects.with_role(Role.COUNSELOR).order_by("pk"))
    return [_make_student(index, counselors, password) for index in range(len(NAMES))]


def _make_student(index: int, counselors: list[User], password: str) -> User:
    first, _, last = NAMES[index].partition(" ")
    username = first.lower().replace("í", "i")
    user = make_person(username, first, last, Role.STUDENT, password)
    styles = StudentProfile.LearningStyle.values
    StudentProfile.objects.filter(user=user).update(
        roll_number=f"R{index + 1:03}",
        guardian_name=f"{NAMES[-index - 1].split()[0]} {last}",
        guardian_email=f"guardian.{username}@example.org",
        address=f"{index * 3 + 1} School Lane, {CITIES[index % len(CITIES)]}",
        learning_style=styles[index % len(styles)],
        counselor=counselors[index % len(counselors)],
    )
    return user


def make_person(username: str, first: str, last: str, role: str, password: str) -> User:
    user = User.objects.create(
        username=username,
        email=f"{username}@example.org",
        first_name=first,
        last_name=last,
        role=role,
        password=password,
        email_verified_at=timezone.now(),
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user
