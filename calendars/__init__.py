"""WHAT must be done: the shipped plans, holidays, terms, and the readers of an office folder."""
