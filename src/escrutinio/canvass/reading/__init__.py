"""Official files of any kind become tables of tally sheets, and findings."""
