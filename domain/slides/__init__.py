"""Slides of a meeting: what each says, written from the figures."""
