"""Snapshots kept whole, and what others may read of them."""
