"""Questions as files of other systems: GIFT, Moodle XML and QTI (docs/question-formats.md).

Read from the inside out: `item` is one question as plain values, `markup` its texts, `reading` and
`writing` choose the format, `bank` makes drafts of items and items of questions. Only `bank` and
what it uses knows the database.
"""
