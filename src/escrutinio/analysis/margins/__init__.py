"""The fewest votes that change an outcome: how they are found is in docs/decisions/0005-margins.md.

``answer`` finds one margin, ``asked`` those of a question as it is put, and ``wherever`` says which of the ways proves
it: ``rays`` (one line), ``prices`` and ``regions`` (a formula, area by area), ``anywhere`` (a search), ``every`` (each
plan).
"""
