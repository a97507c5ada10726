"""Numbers of certificates, such as `JV-7K3Q-9XTP-4`: easy to read aloud, hard to guess."""

import secrets

# No 0 and O, 1 and I and L, U and V: nobody mistakes one for the other on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
PREFIX = "JV"
LENGTH = 8


def new_number() -> str:
    """Return a random number: 29 to the power of 8, half a million million, and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{PREFIX}-{body[:4]}-{body[4:]}-{check_character(body)}"


def normalise(typed: str) -> str:
    """Bring what somebody typed into the written form, whatever its case, blanks and dashes."""
    letters = "".join(character for character in typed.upper() if character.isalnum())
    letters = letters.removeprefix(PREFIX)
    return f"{PREFIX}-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def is_well_formed(number: str) -> bool:
    """Whether the check character fits, so that a slip of the finger is told from a forgery."""
    parts = number.split("-")
    if [len(part) for part in parts] != [2, 4, 4, 1]:
        return False
    body = parts[1] + parts[2]
    return set(body) <= set(ALPHABET) and check_character(body) == parts[3]


def check_character(body: str) -> str:
    """Weigh each place with its position; 29 is prime, so every single slip and swap shows."""
    total = sum(
        place * ALPHABET.index(letter) for place, letter in enumerate(body, start=1)
    )
    return ALPHABET[total % len(ALPHABET)]
