"""The answer of a method: value, limits, and the name of the method that made them.

`value`, `lower`, `upper` are arrays of one shape (numpy scalars for scalar input). When a family
can meet an empty case, its result adds a `status` ("valeur", "zero", "non_applicable"…): value
and limits are NaN exactly where the status says that there is no value.
"""

from dataclasses import dataclass

from ancrage.observatoire.calculs.entrees import Tableau


@dataclass(frozen=True, slots=True)
class Estimation:
    """A value with its two-sided limits, in the unit of the value."""

    value: Tableau
    lower: Tableau
    upper: Tableau
    method: str
