"""The same rates and ICM by PHStatsMethods, on a sample: run in an environment of its own.

`python pair_phsm.py sample.csv`: one line per area × stratum × cause × band, zeros included, with
the standard weight and the reference. Prints processor seconds, the number of groups, the rates.
"""

import json
import sys
import time
import warnings

import pandas as pd
import PHStatsMethods

GROUPS = ["aire", "periode", "sexe", "cause"]


def main(path: str) -> None:
    """Time both statistics; a group under ten events has no rate there."""
    warnings.simplefilter("ignore")
    table = pd.read_csv(path, dtype=dict.fromkeys(GROUPS, str))
    start = time.process_time()
    rates = PHStatsMethods.ph_dsr(
        table,
        "effectif",
        "population",
        "poids",
        group_cols=GROUPS,
        metadata=False,
        euro_standard_pops=False,
    )
    # It stops at a group without any event: such groups are spared to it here.
    events = table.groupby(GROUPS)["effectif"].transform("sum")
    PHStatsMethods.ph_ISRatio(
        table[events > 0],
        "effectif",
        "population",
        "ref_effectif",
        "ref_population",
        group_cols=GROUPS,
        metadata=False,
        refvalue=100,
    )
    seconds = time.process_time() - start
    value = next(name for name in rates.columns if name.lower() in ("value", "dsr"))
    known = rates.dropna(subset=[value])
    print(
        json.dumps(
            {
                "secondes": seconds,
                "groupes": len(rates),
                "taux": {
                    "|".join(row[:4]): row[4] for row in known[[*GROUPS, value]].values.tolist()
                },
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
