"""Placeholder until the page lands in this session."""
