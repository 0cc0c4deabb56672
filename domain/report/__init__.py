"""The periodic report of a province or district: its sentences and tables, built from figures."""
