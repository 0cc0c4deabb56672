"""Registers in and out: templates with the valid codes, and reading them back."""
