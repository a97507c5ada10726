"""Inquiries from a table: name the columns, check every line, then bring all in or nothing.

`reading` knows files, `columns` their headings, `checking` compares with the inquiries there are,
`writing` adds thousands at once, `running` leads through it.
"""
