"""The demonstration academy: four courses, their people, and a term of history."""
