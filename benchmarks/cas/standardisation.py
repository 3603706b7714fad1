"""Every rate and ICM of a country, from the Parquet store to the result table.

Against the same work by hand on coded arrays (`limite_numpy`), and against PHStatsMethods, the
English health agency's package, on a sample brought to the whole. Both check our figures.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.populations_reference import BANDS_19, standard_weights
from ancrage.observatoire.moteur.taux_comptages import standardised_rates_by_level
from benchmarks import limite_numpy
from benchmarks.apart import apart
from benchmarks.individus import ANNEES, CAUSES, COMMUNES
from benchmarks.mesures import Reglage, Resultat, time_each, together
from benchmarks.pays import NIVEAUX, SEXES, Pays, write_pays

POIDS = standard_weights("esp2013")
TOURS = 5
ECHANTILLON = 500  # communes for the peer, the largest: its groups under ten events have no rate
BORNE_MO, BORNE_LIMITE, BORNE_PAIR = 2000.0, 2.0, 100.0
RACINE = Path(__file__).parents[2]


def measure(reglage: Reglage) -> list[Resultat]:
    """Time the product, the limit and the peer on the same store.

    Product and limit take turns, each in a new process: neither has a better hour than the other.
    """
    communes = 400 if reglage.essai else COMMUNES
    with tempfile.TemporaryDirectory() as folder:
        pays = apart(write_pays, Path(folder) / "tout", communes)
        quart = apart(write_pays, Path(folder) / "quart", communes // 4)
        apart(check_same, pays)
        jobs = (_measure_ours, pays), (_measure_limit, pays), (_measure_coded, pays)
        tours = [
            [apart(*job) for job in (*jobs, (_measure_ours, quart))]
            for _ in range(reglage.runs(TOURS))
        ]
        peer = apart(_measure_peer, pays, 8 if reglage.essai else ECHANTILLON)
    ours, limit, coded, small = (together(results) for results in zip(*tours, strict=True))
    ours.borne = BORNE_LIMITE * coded.mediane
    ours.note = (
        f"processeur : {_ratio(ours, coded)} des tableaux codés, {_ratio(ours, limit)} avec leur "
        f"lecture ; {(ours.memoire or 0) / BORNE_MO:.2f} fois la borne de mémoire"
    )
    small.note = f"le pays entier prend {_ratio(ours, small)} ce processeur"
    brought = peer.mediane * communes * len(ANNEES) * len(SEXES) * len(CAUSES)
    peer.note = (
        f"processeur, par ligne ; {brought:.0f} s pour toutes les communes : "
        f"{brought / median(ours.processeur):.0f} fois le produit (borne : {BORNE_PAIR:.0f})"
    )
    return [ours, limit, coded, small, peer]


def _ratio(one: Resultat, other: Resultat) -> str:
    """Return the median and the extremes of the ratios, turn by turn."""
    ratios = sorted(a / b for a, b in zip(one.processeur, other.processeur, strict=True))
    return f"{median(ratios):.2f} fois ({ratios[0]:.2f} à {ratios[-1]:.2f})"


def compute(pays: Pays) -> dict[str, pl.DataFrame]:
    """Return the result table of each level, from the files."""
    members = pays.read("appartenance")
    tables = {niveau: members.select("commune", aire=pl.col(niveau)) for niveau in NIVEAUX}
    return standardised_rates_by_level(
        pays.read("comptes"),
        pays.read("population"),
        tables,
        POIDS,
        causes=list(CAUSES),
        reference="france",
    )


def _measure_ours(pays: Pays) -> Resultat:
    lines = 0

    def run(_: int) -> None:
        nonlocal lines
        lines = sum(table.height for table in compute(pays).values())

    result = time_each("Standardisation d'un pays", [0], run)
    result.nom += f", {lines} lignes"
    return result


def _measure_limit(pays: Pays) -> Resultat:
    return time_each(
        "La même, numpy à la main",
        [0],
        lambda _: limite_numpy.compute(limite_numpy.code(pays), POIDS),
    )


def _measure_coded(pays: Pays) -> Resultat:
    codes = limite_numpy.code(pays)
    return time_each(
        "La même, numpy à la main, tableaux déjà codés",
        [0],
        lambda _: limite_numpy.compute(codes, POIDS),
    )


def check_same(pays: Pays) -> None:
    """Refuse a difference with the work by hand at any level, limits included."""
    names = ["value", "lower", "upper", "observed", "icm", "icm_lower", "icm_upper"]
    ours = compute(pays)
    for niveau, values in limite_numpy.compute(limite_numpy.code(pays), POIDS).items():
        found = ours[niveau].select(names).to_numpy().reshape(values.shape)
        np.testing.assert_allclose(found, values, rtol=1e-12, atol=1e-12, err_msg=niveau)


def _measure_peer(pays: Pays, communes: int) -> Resultat:
    """Run the peer in an environment made for it, and check that its rates are ours."""
    sample = _sample(pays, communes)
    with tempfile.TemporaryDirectory() as folder:
        path, venv = Path(folder) / "echantillon.csv", Path(folder) / "venv"
        sample.write_csv(path)
        uv = Path(sys.executable).parent / "uv"
        _run(uv, "venv", "--quiet", "--python", sys.executable, venv)
        python = venv / "bin" / "python"
        group = f"{RACINE / 'pyproject.toml'}:pairs"
        _run(uv, "pip", "install", "--quiet", "--python", python, "--group", group)
        found = json.loads(_run(python, RACINE / "benchmarks" / "pair_phsm.py", path))
    ours = {
        "|".join(row[:4]): row[4]
        for row in compute(pays)["commune"].select(*_KEYS, "value").iter_rows()
    }
    assert found["taux"], "the peer gave no rate"
    for key, value in found["taux"].items():
        np.testing.assert_allclose(ours[key], value, rtol=1e-6, err_msg=key)
    name = f"PHStatsMethods, {found['groupes']} lignes"
    return Resultat(name, [found["secondes"] / found["groupes"]])


_KEYS = ["aire", "periode", "sexe", "cause"]


def _sample(pays: Pays, communes: int) -> pl.DataFrame:
    """Return the whole grid of the largest communes, with the standard and the reference."""
    population, counts = pays.read("population"), pays.read("comptes")
    sizes = population.group_by("aire").agg(
        pl.col("population").sum(), vide=(pl.col("population") == 0).any()
    )
    largest = sizes.filter(~pl.col("vide")).top_k(communes, by="population")
    grid = population.join(largest.select("aire"), on="aire").join(
        pl.DataFrame({"cause": list(CAUSES)}).cast({"cause": counts.schema["cause"]}), how="cross"
    )
    keys = ["periode", "sexe", "age"]
    base = population.group_by(keys).agg(ref_population=pl.col("population").sum())
    events = counts.group_by(*keys, "cause").agg(ref_effectif=pl.col("effectif").sum())
    weights = pl.DataFrame({"age": BANDS_19, "poids": POIDS}, schema_overrides={"age": pl.Int64})
    return (
        grid.join(counts, on=[*_KEYS, "age"], how="left")
        .join(base, on=keys)
        .join(events, on=[*keys, "cause"], how="left")
        .join(weights, on="age")
        .with_columns(pl.col("effectif", "ref_effectif").fill_null(0))
    )


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
