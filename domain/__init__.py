"""Rules of the programme: pure functions and frozen dataclasses, no files, database or clock."""
