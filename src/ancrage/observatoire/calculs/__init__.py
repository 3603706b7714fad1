"""The statistics of the observatory: pure functions on arrays, no file read, no table engine.

One module per family (docs/reference/methodes has a page for each): counts and shares
(`intervalles`, `taux`), standardisation (`standardisation_directe`, `standardisation_indirecte`,
`populations_reference`, `fiabilite`), comparisons and verdicts (`comparaison`, `puissance`,
`evolution`, `tests_multiples`), `esperance_vie`, `inegalites`, small areas (`lissage`,
`autocorrelation`, `entonnoir`, `voisinage`), time (`tendance`, `joinpoint`, `projection`),
typology (`composantes`, `classification`, `typologie`). `entrees` guards the door of them all.
"""
