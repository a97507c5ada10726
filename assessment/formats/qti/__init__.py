"""QTI 2 and 3: a package of items, each of them a small machine."""
