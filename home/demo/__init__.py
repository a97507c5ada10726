"""The demonstration academy: four courses, their people, a term of history, and who asked for half a year."""
