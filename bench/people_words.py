"""Names of several countries, how else they are written, and what numbers there look like."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    code: str
    trunk: str
    prefixes: tuple[str, ...]
    digits: int
    given: tuple[str, ...]
    family: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


REGIONS = (
    Region(
        "91",
        "0",
        _words("98 97 96 93 90 89 88 87 81 79 78 77 70 63"),
        10,
        _words(
            "Priya Rahul Anjali Amit Sneha Vikram Pooja Rohan Rohit Kavita Suresh Lakshmi Deepak Neha"
            " Arjun Meera Sanjay Divya Manish Ritu Karthik Ananya Rajesh Swati Vivek Nisha Ashok Shreya"
            " Ganesh Aarti Harish Sunita Nikhil Geeta Abhishek Preeti Mohan Rekha Varun Arun Tarun Anita"
            " Anika Kiran Karan Sandeep Pradeep Vijay Ajay Sarita Savita Imran Farhan Ayesha Zainab"
        ),
        _words(
            "Sharma Verma Gupta Patel Reddy Nair Iyer Iyengar Rao Singh Kumar Das Ghosh Banerjee"
            " Mukherjee Chatterjee Joshi Kulkarni Deshpande Patil Mehta Shah Desai Jain Agarwal Mishra"
            " Pandey Tiwari Chaudhary Yadav Pillai Menon Krishnan Subramanian Naidu Choudhury Bose Sen"
            " Khan Ansari Shaikh Fernandes D'Souza Kaur Gill Bhatt Trivedi Saxena Kapoor Malhotra"
        ),
    ),
    Region(
        "234",
        "0",
        _words("803 806 813 703 706 810 816 903"),
        10,
        _words(
            "Chukwuemeka Ngozi Adebayo Folake Ifeanyi Amina Oluwaseun Chinonso Emeka Yetunde Tunde"
            " Blessing Obinna Funmilayo Ibrahim Halima Uche Temitope Kelechi Zainab"
        ),
        _words(
            "Okafor Adeyemi Balogun Eze Okonkwo Abubakar Nwosu Ogunleye Bello Okoro Adewale Uzor"
            " Danjuma Obi Lawal Ojo Nwachukwu Afolabi"
        ),
    ),
    Region(
        "254",
        "0",
        _words("722 733 711 720 710 705"),
        9,
        _words(
            "Wanjiru Kamau Achieng Otieno Njeri Mwangi Akinyi Kipchoge Nyambura Odhiambo Wambui Juma"
        ),
        _words(
            "Kariuki Ochieng Mutua Kimani Owino Cheruiyot Ndegwa Wafula Njoroge Omondi Maina Kiprono"
        ),
    ),
    Region(
        "49",
        "0",
        _words("151 152 160 170 171 172 176 179"),
        11,
        _words(
            "Jürgen Hannah Lukas Käthe Björn Anna Anne-Marie Sebastian Jörg Claudia Maximilian Sören"
            " Katharina Felix Ömer Elif Stefan Ulrike"
        ),
        _words(
            "Müller Schmidt Schneider Fischer Weber Schäfer Köhler Böhm Krüger Weiß Großmann Yılmaz"
            " Hoffmann Schröder Öztürk Vogel"
        ),
    ),
    Region(
        "33",
        "0",
        _words("61 62 66 67 68 75"),
        9,
        _words(
            "François Hélène Jean-Pierre Chloé Mathieu Élodie Benoît Zoé Théo Aurélie Luc Noémie"
        ),
        _words(
            "Dupont Lefèvre Moreau Lévêque Garçon Dubois Girard Rousseau Benoît Chevalier Faure Guérin"
        ),
    ),
    Region(
        "48",
        "",
        _words("501 502 600 601 660 692 725 790"),
        9,
        _words(
            "Łukasz Małgorzata Paweł Agnieszka Krzysztof Zofia Wojciech Katarzyna Piotr Żaneta"
        ),
        _words(
            "Nowak Kowalski Wiśniewski Wójcik Kamiński Dąbrowski Zieliński Szymański Woźniak Kozłowski"
        ),
    ),
    Region(
        "971",
        "0",
        _words("50 52 54 55 56"),
        9,
        _words(
            "Mohammed Ahmed Fatima Omar Yusuf Khalid Aisha Hassan Layla Abdullah Mariam Hussein Nour"
        ),
        _words(
            "Al-Fayed Haddad Mansour Al-Rashid Nasser Khalil Saleh Rahman Hamdan Aziz Al-Amin Farouk"
        ),
    ),
)
HOSTS = _words(
    "gmail.com gmail.com gmail.com yahoo.com outlook.com example.org rediffmail.com"
)
# How else the same name is written, in another passport or by another ear.
SPELLINGS = {
    "Lakshmi": "Laxmi",
    "Chaudhary": "Choudhary",
    "Choudhury": "Chowdhury",
    "Sandeep": "Sandip",
    "Pradeep": "Pradip",
    "Deepak": "Dipak",
    "Preeti": "Priti",
    "Geeta": "Gita",
    "Pooja": "Puja",
    "Shaikh": "Sheikh",
    "Mohammed": "Muhammad",
    "Hussein": "Husain",
    "Yusuf": "Yousef",
    "Aisha": "Ayesha",
    "Ayesha": "Aisha",
    "Fatima": "Fatimah",
    "Omar": "Umar",
    "Agarwal": "Aggarwal",
    "Banerjee": "Banerji",
    "Mukherjee": "Mukherji",
    "Iyer": "Aiyar",
    "Vivek": "Vivaik",
    "Swati": "Swathi",
    "Karthik": "Kartik",
    "Kavita": "Kavitha",
    "Anjali": "Anjaly",
    "Mishra": "Misra",
    "Kaur": "Cour",
    "Müller": "Mueller",
    "Jürgen": "Juergen",
    "Schäfer": "Schaefer",
    "Krüger": "Krueger",
    "Weiß": "Weiss",
    "Böhm": "Boehm",
    "Großmann": "Grossmann",
    "Wojciech": "Vojciech",
    "Krzysztof": "Kristof",
    "Abdullah": "Abdulla",
    "Stefan": "Stephan",
    "Katharina": "Catharina",
    "Zainab": "Zeinab",
    "Subramanian": "Subramaniam",
    "Krishnan": "Krishnann",
}
SHORT = {
    "Abhishek": "Abhi",
    "Sebastian": "Basti",
    "Maximilian": "Max",
    "Oluwaseun": "Seun",
    "Katarzyna": "Kasia",
    "Małgorzata": "Gosia",
    "Chukwuemeka": "Emeka",
    "Temitope": "Temi",
    "Rajesh": "Raj",
    "Vikram": "Vicky",
    "Nikhil": "Nik",
    "Abdullah": "Abdul",
}
TITLES = ("Mr", "Mrs.", "Dr.", "Ms", "Shri", "Smt.")
# Beside each letter on a keyboard.
NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "x",
}  # fmt: skip
