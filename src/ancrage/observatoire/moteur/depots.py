"""Restricted deposits: kept under ANCRAGE_STATE_DIR/depots, never shipped, never exported.

One folder per deposit, readable by its owner alone (`admission` writes it): the extract and its
description as given, the control totals, and the protected values, the only part that the profile
reads.
"""

import hashlib
import json
import os
import shutil
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from ancrage.observatoire.catalogue.chargement import read_toml
from ancrage.observatoire.catalogue.depots import DepotRestreint
from ancrage.observatoire.catalogue.modeles import Mesure, Secret, Source
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.reglages import reglages
from ancrage.observatoire.sources.depot import POPULATION, unique_mesures

FICTIF = "(extrait fictif)"
PREFIXE = "depot:"
TRACES = "_retires"  # no deposit has this code


@dataclass(frozen=True, eq=False)
class DepotEnregistre:
    """What may be told of a deposit: its description and control totals, never its rows."""

    depot: DepotRestreint
    dossier: Path
    fichier: str
    sha256: str
    depose_le: str
    lignes: int
    communes: int
    totaux: dict[str, Any]
    statuts: dict[str, int]
    causes: tuple[str, ...] = ()  # labels that count events, for what comes after a removal
    publics: tuple[str, ...] = ()  # the public counts that its secrecy takes as known

    @property
    def expire(self) -> bool:
        """Tell whether the agreement has expired: its values answer no more."""
        return self.depot.expire_le < datetime.now(UTC).date()

    def allows(self, usage: str) -> bool:
        """Tell whether the values may serve this use today."""
        return not self.expire and usage in self.depot.usages_permis

    @property
    def marque(self) -> str:
        """Return the mark that follows every name of a fictitious extract."""
        return f" {FICTIF}" if self.depot.fictif else ""

    @cached_property
    def valeurs(self) -> pl.DataFrame:
        """Return the protected values."""
        return _read_table(self.dossier / "valeurs.parquet")

    @cached_property
    def restes(self) -> pl.DataFrame:
        """Return the references without the areas that weigh on them."""
        return _read_table(self.dossier / "restes.parquet")

    @property
    def source(self) -> Source:
        """Return the source as a figure cites it."""
        depot = self.depot
        regle = f"effectifs de moins de {depot.seuil_primaire} masqués (convention)"
        return Source(
            code=PREFIXE + depot.code,
            producteur=depot.producteur + self.marque,
            titre=depot.titre + self.marque,
            licence=f"convention {depot.numero_convention}, diffusion restreinte",
            diffusable=False,
            description=depot.titre + self.marque,
            lecteur="depot.prepare",
            frequence="à la demande",
            niveaux=("commune", "epci", "departement", "region", "france"),
            secret=Secret(libre=False, seuil=depot.seuil_primaire, regle=regle),
            mesures=mesures_of(depot),
            editions=(),
        )


def mesures_of(depot: DepotRestreint) -> dict[str, Mesure]:
    """Return the measures of an extract: the counted events, and the population."""
    counts = {
        item.mesure: Mesure(libelle=item.code, unite="événements", additive=True)
        for item in unique_mesures(depot)
    }
    return counts | {POPULATION: Mesure(libelle="Population", unite="années", additive=True)}


def _read_table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> Erreur:
    return Erreur(
        "depot_abime",
        f"Le dépôt « {path.parent.name} » est abîmé : rien n'est calculé.",
        fichier=path,
        attendu="les fichiers écrits par « ancrage depot deposer »",
        remede="supprimez ce dossier, puis déposez de nouveau l'extrait",
    )


def depots_dir() -> Path:
    """Return the folder of the deposits."""
    return reglages().etat / "depots"


def list_depots() -> list[DepotEnregistre]:
    """Return every deposit, by code, expired ones included."""
    root = depots_dir()
    if not root.is_dir():
        return []
    markers = sorted(root.glob("[a-z]*/controle.json"))
    return [_read(marker.parent, marker.stat().st_mtime_ns) for marker in markers]


@lru_cache(maxsize=32)
def _read(dossier: Path, _modified: int) -> DepotEnregistre:
    depot = read_toml(dossier / "depot.toml", DepotRestreint)
    try:
        facts = json.loads((dossier / "controle.json").read_text("utf-8"))
        return DepotEnregistre(depot=depot, dossier=dossier, **facts)
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(dossier / "controle.json") from error


def find_depot(code: str) -> DepotEnregistre:
    """Return one deposit; raise `Erreur` naming those that exist."""
    found = {item.depot.code: item for item in list_depots()}
    if code in found:
        return found[code]
    raise Erreur(
        "depot_inconnu",
        f"Aucun dépôt ne porte le code « {code} ».",
        attendu=", ".join(found) or "aucun dépôt enregistré",
        remede="lancez « ancrage depot liste »",
        sortie=CodeSortie.USAGE,
    )


def list_traces() -> list[DepotEnregistre]:
    """Return what is left of removed deposits: description, totals and shown values, no row."""
    markers = sorted((depots_dir() / TRACES).glob("*/controle.json"))
    return [_read(marker.parent, marker.stat().st_mtime_ns) for marker in markers]


def remove_depot(code: str, *, jamais_diffuse: bool = False) -> None:
    """Remove a deposit: out of sight in one move, then its extract erased.

    What was shown of it is still known: the shown values stay, for the secrecy of the deposits to
    come, unless nothing was ever given out (`jamais_diffuse`).
    """
    traces = [item.dossier for item in list_traces() if item.depot.code == code]
    held = any(item.depot.code == code for item in list_depots())
    if held or not (jamais_diffuse and traces):
        dossier = find_depot(code).dossier
        aside = dossier.with_name(f".retire-{code}-{os.getpid()}")
        dossier.replace(aside)
        if not jamais_diffuse:
            _leave_trace(aside, code)
    for trace in traces if jamais_diffuse else ():
        shutil.rmtree(trace)
    clear_leftovers(depots_dir(), age=0)


def _leave_trace(aside: Path, code: str) -> None:
    """Keep the shown values of a removed deposit, apart; the same ones are kept once."""
    for name in ("extrait", "restes.parquet"):
        (aside / name).unlink(missing_ok=True)
    stamp = hashlib.sha256((aside / "valeurs.parquet").read_bytes()).hexdigest()[:12]
    root = depots_dir() / TRACES
    root.mkdir(mode=0o700, exist_ok=True)
    if not (root / f"{code}-{stamp}").exists():
        aside.replace(root / f"{code}-{stamp}")


def clear_leftovers(root: Path, age: float = 3600) -> None:
    """Erase what a killed deposit or removal left: it holds the rows of an extract."""
    for path in root.glob(".*"):
        removed = path.name.startswith(".retire-")
        if path.is_dir() and (removed or time.time() - path.stat().st_mtime > age > 0):
            shutil.rmtree(path)


def describe_depot(item: DepotEnregistre) -> dict[str, Any]:
    """Return what may be shown of a deposit: its description and totals, no row."""
    described = asdict(item) | {"depot": item.depot.model_dump(mode="json")}
    for inner in ("dossier", "causes"):
        del described[inner]
    return described | {"expire": item.expire, "seuil": item.depot.seuil_primaire}


def depots_stamp(items: list[DepotEnregistre]) -> str:
    """Identify the deposits that answer, for the edition of a profile."""
    text = "\n".join(f"{item.depot.model_dump_json()} {item.sha256}" for item in items)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
