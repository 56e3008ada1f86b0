"""Names of array types; imported only where types are checked, for numpy.typing is slow to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints: TypeAlias = NDArray[Any]
"""int64, or Python integers where a product could exceed 64 bits."""
Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]  # float: the type of a proposed start
Given: TypeAlias = ArrayLike
Test: TypeAlias = Callable[[list[int]], NDArray[np.bool_]]
