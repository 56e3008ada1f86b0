"""The tests of this room share makers of small elections and laws, and one brute force; they import them by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
