"""Publication rule of standardised rates by their number of events (methodes.md § 2).

Reliability is not secrecy: it says whether a figure may be read, not whether it may be known.
20 events or more: published; 10 to 19: published "à interpréter avec prudence"; under 10: the
standardised rate is not published (the English tool also keeps 10).
"""

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import check_counts

FIABLE, PRUDENCE, NON_FIABLE = "fiable", "prudence", "non_fiable"
MIN_RELIABLE = 20
MIN_PUBLISHED = 10


def publication(
    observed: npt.ArrayLike, published: int = MIN_PUBLISHED, reliable: int = MIN_RELIABLE
) -> npt.NDArray[np.str_]:
    """Return fiable | prudence | non_fiable for each total of events."""
    total = check_counts(observed)
    return np.where(total >= reliable, FIABLE, np.where(total >= published, PRUDENCE, NON_FIABLE))[
        ()
    ]
