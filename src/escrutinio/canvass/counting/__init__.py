"""Sheets added up, and two counts side by side."""
