"""Registers kept beside the marks: recognitions, registered plans, task status and funding."""
