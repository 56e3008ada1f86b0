"""The tests of this room share one brute force, which they import by its name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
