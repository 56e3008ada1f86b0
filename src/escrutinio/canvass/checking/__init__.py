"""What is wrong with a count, and which of its sheets count."""
