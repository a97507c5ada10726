"""Formulas inside a sentence. Rich text has no maths, but it has letters, sub- and superscripts."""

import re
from html import escape

_SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "times": "×", "cdot": "·", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥",
    "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "equiv": "≡", "sim": "∼",
    "infty": "∞", "to": "→", "rightarrow": "→", "leftarrow": "←", "in": "∈",
    "subset": "⊂", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃",
    "partial": "∂", "nabla": "∇", "ldots": "…", "dots": "…", "cdots": "⋯",
    "degree": "°", "circ": "∘", "deg": "deg", "log": "log", "ln": "ln",
    "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "max": "max",
    "min": "min", "quad": " ", ",": " ", ";": " ", "%": "%", "$": "$", "_": "_",
    "{": "{", "}": "}", "#": "#", "&": "&",
}  # fmt: skip
_TOKEN = re.compile(
    r"\\(?:text|mathrm|mathbf|operatorname)\{(?P<words>[^{}\\]*)\}"
    r"|\\(?P<command>[A-Za-z]+|[,;%$_{}#&])"
    r"|(?P<script>[\^_])(?:\{(?P<group>[^{}^_]*)\}|(?P<one>\\[A-Za-z]+|[A-Za-z0-9*']))"
    r"|(?P<letter>[A-Za-z])"
    r"|(?P<plain>[^\\^_{}A-Za-z])"
)


def maths_as_html(latex: str) -> str | None:
    """Return a simple formula as rich text, or None where it needs a real formula block."""
    html: list[str] = []
    position = 0
    while position < len(latex):
        match = _TOKEN.match(latex, position)
        if match is None:
            return None
        position = match.end()
        if match["words"] is not None:
            html.append(escape(match["words"], quote=False))
        elif match["command"]:
            if match["command"] not in _SYMBOLS:
                return None
            html.append(escape(_SYMBOLS[match["command"]], quote=False))
        elif match["script"]:
            inner = maths_as_html(match["group"] or match["one"] or "")
            if not inner:
                return None
            tag = "sup" if match["script"] == "^" else "sub"
            html.append(f"<{tag}>{inner}</{tag}>")
        elif match["letter"]:
            html.append(f"<i>{match['letter']}</i>")
        else:
            html.append(escape(match["plain"], quote=False))
    return "".join(html).replace("</i><i>", "")
