"""Checks of what is loaded: each rule a small pure function, each finding one thing to look at."""
