"""Curves: an indicator's shown value → points.

What it is for: the families in which dealers write their rules (`Linear`, `Proportional`, `Steps`, `Piecewise`,
`PerStep`, `Target`), each a frozen value that answers for one value (`points`), lists its jumps (`cliffs`), tells what
it can reach (`range`) and which way it goes (`trend`), and is kept in a file (`to_dict`, `from_dict`).

May import: arithmetic, errors, text.

Flow: arguments → `_numbers` (plain Decimals) → a family (`_knotted`, `_ruled`, checked by `_curve`) →
`canonical(decimals)`: integer `Segment`s that tile the line (`_canonical`) → points.  `Segment.pencil` (`_pencil`) says
how a person recomputes them, `_cliff` where they jump.  `_document` reads the form of profile files, `_words` holds the
few words of `describe`.
"""

from ._canonical import Canonical, Domain, Segment, Trend
from ._cliff import Cliff
from ._curve import Curve
from ._document import from_dict
from ._knotted import Linear, Piecewise, Steps
from ._pencil import Bound, Pencil
from ._ruled import PerStep, Proportional, Target

__all__ = [
    "Bound",
    "Canonical",
    "Cliff",
    "Curve",
    "Domain",
    "Linear",
    "Pencil",
    "PerStep",
    "Piecewise",
    "Proportional",
    "Segment",
    "Steps",
    "Target",
    "Trend",
    "from_dict",
]


def __dir__() -> list[str]:
    return __all__
