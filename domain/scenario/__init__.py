"""Scenarios: what would be if some communes met (or lost) some criteria. Never a fact.

``model`` is what a scenario holds, ``edit`` how it is changed, ``apply`` turns a situation into the
assumed one, ``diff`` says what differs, ``fulfil`` how much of it has come true since, ``exchange``
writes it as plain values.
"""
