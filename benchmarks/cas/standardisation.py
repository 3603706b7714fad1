"""Every rate and ICM of a country, from the Parquet store to the result table.

Against the same work by hand on coded arrays (`limite_numpy`), and against PHStatsMethods, the
English health agency's package, on a sample brought to the whole. Both check our figures.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.populations_reference import BANDS_19, standard_weights
from ancrage.observatoire.moteur.comptage import aggregate_counts
from ancrage.observatoire.moteur.moteurs_calcul import MoteurPolars
from ancrage.observatoire.moteur.taux_comptages import Reference, standardised_rates
from benchmarks import limite_numpy
from benchmarks.apart import apart
from benchmarks.individus import ANNEES, CAUSES, COMMUNES
from benchmarks.mesures import Reglage, Resultat, time_each
from benchmarks.pays import NIVEAUX, SEXES, Pays, write_pays

POIDS = standard_weights("esp2013")
TOURS = 3
ECHANTILLON = 8  # communes for the peer, the largest: its groups under ten events have no rate
BORNE_MO, BORNE_LIMITE = 2000.0, 2.0
RACINE = Path(__file__).parents[2]


def measure(reglage: Reglage) -> list[Resultat]:
    """Time the product, the limit and the peer on the same store."""
    communes = 400 if reglage.essai else COMMUNES
    with tempfile.TemporaryDirectory() as folder:
        pays = apart(write_pays, Path(folder), communes)
        ours = apart(_measure_ours, pays, reglage.runs(TOURS))
        limit, coded = apart(_measure_limit, pays, reglage.runs(TOURS))
        peer = apart(_measure_peer, pays)
    lines = communes * len(ANNEES) * len(SEXES) * len(CAUSES)
    brought, busy = peer.mediane * lines, min(ours.processeur)
    ours.borne = BORNE_LIMITE * limit.mediane
    ours.note = (
        f"processeur : {busy / min(limit.processeur):.2f} fois la limite, "
        f"{busy / min(coded.processeur):.2f} fois sans sa lecture ; "
        f"{(ours.memoire or 0) / BORNE_MO:.2f} fois la borne de mémoire"
    )
    peer.note = (
        f"processeur, par ligne ; {brought:.0f} s pour tout : {brought / busy:.0f} fois le produit"
    )
    return [ours, limit, coded, peer]


def compute(pays: Pays) -> dict[str, pl.DataFrame]:
    """Return the result table of each level, from the files.

    Communes are summed once, into the pieces that larger areas share; the larger areas sum those.
    """
    counts, population = pays.read("comptes"), pays.read("population")
    members = pays.read("appartenance").with_columns(
        piece=pl.concat_str(*NIVEAUX[1:], separator="+")
    )
    pieces = members.drop("commune").unique().rename({"piece": "commune"})
    parts = _sums(counts, population, members, "piece")
    france = _sums(*parts, pieces, "france")
    tables = {"commune": (counts, population), "france": france} | {
        niveau: _sums(*parts, pieces, niveau) for niveau in NIVEAUX[1:-1]
    }
    return {
        niveau: standardised_rates(
            *tables[niveau], POIDS, causes=list(CAUSES), reference=Reference(*france)
        )
        for niveau in NIVEAUX
    }


def _sums(
    counts: pl.DataFrame, population: pl.DataFrame, members: pl.DataFrame, niveau: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    return _sum_counts(counts, members, niveau), _sum_people(population, members, niveau)


def _sum_counts(counts: pl.DataFrame, members: pl.DataFrame, niveau: str) -> pl.DataFrame:
    moteur = MoteurPolars()
    rows = moteur.take_in(counts.rename({"aire": "commune"}))
    table = members.select("commune", aire=niveau)
    return moteur.collect(aggregate_counts(moteur, rows, table))


def _sum_people(population: pl.DataFrame, members: pl.DataFrame, niveau: str) -> pl.DataFrame:
    return (
        population.rename({"aire": "commune"})
        .join(members.select("commune", aire=niveau), on="commune")
        .group_by("aire", "periode", "sexe", "age")
        .agg(pl.col("population").sum())
    )


def _measure_ours(pays: Pays, runs: int) -> Resultat:
    lines = 0

    def run(_: int) -> None:
        nonlocal lines
        lines = sum(table.height for table in compute(pays).values())

    result = time_each("Standardisation d'un pays", range(runs), run)
    result.nom += f", {lines} lignes"
    return result


def _measure_limit(pays: Pays, runs: int) -> tuple[Resultat, Resultat]:
    """Time the work by hand from the same store, then from arrays already coded."""
    whole = time_each(
        "La même, numpy à la main",
        range(runs),
        lambda _: limite_numpy.compute(limite_numpy.code(pays), POIDS),
    )
    codes = limite_numpy.code(pays)
    coded = time_each(
        "La même, numpy à la main, tableaux déjà codés",
        range(runs),
        lambda _: limite_numpy.compute(codes, POIDS),
    )
    _check_same(compute(pays)["epci"], limite_numpy.compute(codes, POIDS)["epci"])
    return whole, coded


def _check_same(ours: pl.DataFrame, limit: np.ndarray) -> None:
    names = ["value", "lower", "upper", "observed", "icm", "icm_lower", "icm_upper"]
    found = ours.select(names).to_numpy().reshape(limit.shape)
    np.testing.assert_allclose(found, limit, rtol=1e-9, atol=1e-9)


def _measure_peer(pays: Pays) -> Resultat:
    """Run the peer in an environment made for it, and check that its rates are ours."""
    sample = _sample(pays)
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


def _sample(pays: Pays) -> pl.DataFrame:
    """Return the whole grid of the largest communes, with the standard and the reference."""
    population, counts = pays.read("population"), pays.read("comptes")
    members = pays.read("appartenance")
    sizes = population.group_by("aire").agg(
        pl.col("population").sum(), vide=(pl.col("population") == 0).any()
    )
    largest = sizes.filter(~pl.col("vide")).top_k(ECHANTILLON, by="population")
    grid = population.join(largest.select("aire"), on="aire").join(
        pl.DataFrame({"cause": list(CAUSES)}).cast({"cause": counts.schema["cause"]}), how="cross"
    )
    keys = ["periode", "sexe", "age"]
    base = _sum_people(population, members, "france").select(*keys, ref_population="population")
    events = _sum_counts(counts, members, "france").select(*keys, "cause", ref_effectif="effectif")
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
