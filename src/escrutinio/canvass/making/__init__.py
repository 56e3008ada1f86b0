"""Tally sheets made up, with the real totals."""
