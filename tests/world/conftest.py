"""The tests of this room share makers of small laws and frames; they import them by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
