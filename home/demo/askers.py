"""The people who ask in the demonstration academy: names of many countries, numbers and addresses of nobody.

Plain values from a fixed seed. Numbers are real in form and full of noughts, addresses end in what
is kept for examples.
"""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Asker:
    """Whom a story is told of; `student` is their account, if they came to have one."""

    name: str
    phone: str
    email: str = ""
    language: str = ""
    contact_time: str = "any"
    message: str = ""
    student: Any = None


@dataclass(frozen=True, slots=True)
class Culture:
    """`phone` is the beginning of a number, to which four digits come."""

    often: int
    language: str
    phone: str
    first: str
    last: str


CULTURES = [
    Culture(
        30,
        "hi",
        "+91 90000 0",
        "Ananya Vikram Kavya Rohan Ishita Aditya Divya Karthik Pooja Manish Shreya Gaurav Neha "
        "Sanjay Lakshmi Varun Meera Harish Sunita Deepak",
        "Sharma Iyer Kulkarni Chatterjee Gupta Reddy Joshi Menon Bhatt Malhotra Desai Banerjee",
    ),
    Culture(
        12,
        "en",
        "+1 202-555-0",
        "Grace Ethan Olivia Noah Hannah Caleb Ruby Owen Maya Isaac Ella Julian",
        "Whitaker Coleman Hughes Prescott Marsh Donovan Ellery Tran Fleming Sandoval",
    ),
    Culture(
        10,
        "de",
        "+49 15550 10",
        "Lena Moritz Anneke Jakob Friederike Till Greta Henrik Sophie Emil",
        "Hartmann Vogt Lindner Seidel Kruse Baumann Reuter Adler Winkler",
    ),
    Culture(
        10,
        "es",
        "+34 600 00 ",
        "Carmen Alejandro Paula Javier Rocío Sergio Valeria Hugo Irene Nicolás",
        "Navarro Ibáñez Castillo Molina Serrano Pascual Ortega Fuentes Cabrera",
    ),
    Culture(
        9,
        "ar",
        "+971 50 000 ",
        "Noor Khalid Mariam Hassan Salma Rashid Dalia Faisal Huda Ziad",
        "Mansour Al-Amin Shaheen Barakat Saleh Nasser Qureshi Hamdan Jaber",
    ),
    Culture(
        9,
        "en",
        "+234 800 000 ",
        "Chidinma Tunde Ngozi Babajide Folake Ikenna Adaeze Segun Zainab Uche",
        "Adeyemi Okonkwo Balogun Eze Afolabi Nwankwo Danjuma Ojo Ibekwe",
    ),
    Culture(
        8,
        "fr",
        "+254 700 00",
        "Camille Théo Aminata Baptiste Juliette Moussa Élodie Lucas Fatou Adrien",
        "Lefèvre Traoré Moreau Wanjiru Kamau Girard Koné Mwangi Fontaine",
    ),
    Culture(
        7,
        "",
        "+81 90-1000-",
        "Haruto Yuki Jia Wei Minh Linh Siti Aisyah Jun Kaori Anh Rina",
        "Tanaka Nguyen Lim Kobayashi Zhang Pham Wijaya Park Ishikawa Tan",
    ),
    Culture(
        5,
        "",
        "+48 500 00",
        "Kasia Tomasz Agnieszka Marek Dorota Piotr Natalia Andrei Ioana Milan",
        "Wiśniewska Zieliński Kaczmarek Horvat Ionescu Dvořák Popescu Mazur",
    ),
]
HOSTS = ["example.org", "example.com", "example.net"]
TIMES = ["any", "any", "any", "morning", "afternoon", "evening", "evening"]
WITHOUT_PHONE, WITHOUT_EMAIL, WITHOUT_MESSAGE = 0.07, 0.16, 0.42

MESSAGES = [
    "Is there a place left in the next group?",
    "I work until six. Are there lessons in the evening?",
    "I have never done anything like this. Is that a problem?",
    "How many hours a week should I plan?",
    "Do I get a certificate at the end?",
    "A friend took this course and can't stop talking about it.",
    "May I pay in two parts?",
    "It is for my daughter, she is sixteen. May she take part?",
    "I read the free lesson last night and want to go on.",
    "Do you also teach on Saturdays?",
    "What do I need at home to begin?",
    "I'd like to come by and see the place first.",
    "Please call, I don't write emails much.",
    "Is the course in English only?",
    "We are three colleagues. Is there a price for groups?",
    "I began a course elsewhere and gave up. What is different with you?",
    "When does the next one start?",
    "I retire in spring and finally have the time.",
    "Could I change to another course after the first week?",
    "I am moving to the city in a month and would like to begin then.",
    "My school says that this would help with my exam. Is that so?",
    "Can I learn at my own pace?",
]


def ask(number: int, *, taken: Collection[str], seed: int = 31) -> Iterator[Asker]:
    """Yield so many people, no two of one name or number, and none of the names that are taken."""
    random = Random(seed)
    seen = {*taken}
    for place in range(number):
        while True:
            culture = random.choices(CULTURES, [each.often for each in CULTURES])[0]
            first = random.choice(culture.first.split())
            name = f"{first} {random.choice(culture.last.split())}"
            if name not in seen:
                break
        seen.add(name)
        yield asker_named(random, name, place, culture)


def asker_named(
    random: Random,
    name: str,
    place: int,
    culture: Culture | None = None,
    **known: Any,
) -> Asker:
    """Give a name what else a form asks for. `place` makes the number one's own."""
    culture = culture or CULTURES[0]
    # Far apart: numbers that differ in one digit look like slips of one another.
    digits = place * 37 % 10_000
    phone, email = number_of(culture.phone, digits), address_of(random, name)
    if random.random() < WITHOUT_PHONE:
        phone = ""
    elif random.random() < WITHOUT_EMAIL:
        email = ""
    said = "" if random.random() < WITHOUT_MESSAGE else random.choice(MESSAGES)
    told = {
        "phone": phone,
        "email": email,
        "language": culture.language if random.random() < 0.5 else "",
        "contact_time": random.choice(TIMES),
        "message": said,
    }
    return Asker(name=name, **{**told, **known})


def number_of(beginning: str, digits: int) -> str:
    if beginning.startswith("+1 "):
        return f"+1 {202 + digits // 100 % 9}-555-01{digits % 100:02}"
    return f"{beginning}{digits:04}"


def address_of(random: Random, name: str) -> str:
    return f"{plain(name)}@{random.choice(HOSTS)}"


def plain(name: str) -> str:
    """Return a name as the part of an address that stands before the @."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return ".".join(
        "".join(letter for letter in word if letter.isascii() and letter.isalpha())
        for word in letters.split()
    )


def numbered(number: int) -> Asker:
    """Return one of thousands, whose names nobody reads."""
    return Asker(
        name=f"Person {number}",
        phone=f"+91 98{number:08}",
        email=f"person-{number}@bench.example",
    )


def those_numbered(number: int) -> Sequence[Asker]:
    return [numbered(place) for place in range(number)]
