"""People from a table: read the file, check every line, then carry all of it out or nothing.

`reading` knows the file, `checking` compares it with the accounts there are, `running` acts.
"""
