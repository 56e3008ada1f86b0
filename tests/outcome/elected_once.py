"""Elections of the catalogue as they were decided, each once for all tests of this room: nothing there changes."""

from functools import cache

import escrutinio as es

election = cache(es.election)
elected = cache(es.elect)
