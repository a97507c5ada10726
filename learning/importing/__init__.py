"""Turns a folder of Markdown lessons into a draft course (docs/importing.md).

Read from left to right: `source` opens the folder, `outline` decides what is a lesson,
`syntax` and `convert` turn Markdown into the values of `content`, `stream` turns those
into StreamField data, `publishing` makes or updates the pages. Only the last two know
the database.
"""
