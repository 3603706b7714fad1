"""Build the store from official files: brut → prepare → harmonise → comptes → valeurs.

Idempotent: a file already prepared by the same code is not read again, and the same inputs give
the same edition. Nothing replaces the store in use before everything is written.
"""

import hashlib
import importlib
import inspect
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from ancrage import __version__
from ancrage.observatoire.catalogue.modeles import Indicateur, Serie, Source
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.comptes import build_comptes
from ancrage.observatoire.moteur.fichiers import FichierTrouve, find_files
from ancrage.observatoire.moteur.harmonisation import harmonise_rows
from ancrage.observatoire.moteur.magasin import replace_store, write_store, write_table
from ancrage.observatoire.moteur.plan import build_plan
from ancrage.observatoire.moteur.reglages import reglages
from ancrage.observatoire.moteur.valeurs import compute_standard
from ancrage.observatoire.sources import lecture
from ancrage.observatoire.sources.controle import check_prepare
from ancrage.observatoire.sources.lecture import PREPARE
from ancrage.observatoire.territoires.referentiel import known_codes

Progress = Callable[[str, int, int], None]
_NOTES = "avertissements"  # key in the metadata of a prepared file
PROVENANCES = pl.Schema(
    {
        "indicateur": pl.String,
        "serie": pl.UInt8,
        "periode": pl.String,
        "source": pl.String,
        "millesime": pl.String,
        "fichier": pl.String,
        "sha256": pl.String,
    }
)


@dataclass
class Rapport:
    """What a load did, for the user: files read or reused, rows, warnings."""

    edition: str = ""
    lus: int = 0
    repris: int = 0
    lignes: int = 0
    avertissements: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Contenu:
    """What a file holds, for provenance: its periods and its measures."""

    item: FichierTrouve
    periodes: frozenset[str]
    mesures: frozenset[str]

    def holds(self, source: str, mesures: set[str]) -> bool:
        """Tell whether the file gives one of these measures of the source."""
        return self.item.source.code == source and bool(self.mesures & mesures)


@dataclass(frozen=True)
class Tables:
    """The three tables of a store, with the facts written beside them."""

    comptes: pl.DataFrame
    valeurs: pl.DataFrame
    provenances: pl.DataFrame
    infos: dict[str, Any]

    def write(self, dossier: Path) -> None:
        """Write the store into a folder."""
        write_store(
            dossier,
            {
                "comptes": self.comptes,
                "valeurs": self.valeurs,
                "provenances": self.provenances,
            },
            self.infos,
        )


def load_sources(
    dossier: Path,
    sources: Mapping[str, Source],
    indicateurs: Mapping[str, Indicateur],
    progress: Progress = lambda _step, _done, _total: None,
) -> Rapport:
    """Load every file found under `dossier` and replace the store; any `Erreur` leaves it as is."""
    rapport = Rapport()
    found = find_files(dossier, sources)
    tables = build_tables(found, sources, indicateurs, rapport, progress)
    replace_store(rapport.edition, tables.write)
    return rapport


def build_tables(
    found: list[FichierTrouve],
    sources: Mapping[str, Source],
    indicateurs: Mapping[str, Indicateur],
    rapport: Rapport,
    progress: Progress,
) -> Tables:
    """Return the tables of the store that the files make, and fill the report."""
    rapport.avertissements += [item.note for item in found if item.note]
    mesures, contents = _harmonise_all(found, indicateurs, rapport, progress)
    progress("Indicateurs", 0, 2)
    comptes = build_comptes(mesures, indicateurs.values())
    mesures.clear()  # half the memory of the build
    progress("Indicateurs", 1, 2)
    comptes, valeurs = compute_standard(comptes, build_plan(indicateurs.values(), sources))
    progress("Indicateurs", 2, 2)
    rapport.edition = _edition(found, indicateurs)
    return Tables(comptes, valeurs, _provenances(contents, indicateurs), _infos(found, rapport))


def _merge_editions(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Stack the editions of a source; a later file wins over an earlier one on the same cell."""
    table = pl.concat(parts)
    keys = ["niveau", "code", "periode", "sexe", "age", "mesure"]
    return table.unique(subset=keys, keep="last", maintain_order=True)


def _harmonise_all(
    found: list[FichierTrouve],
    indicateurs: Mapping[str, Indicateur],
    rapport: Rapport,
    progress: Progress,
) -> tuple[dict[str, pl.DataFrame], list[Contenu]]:
    """Return the harmonised measures that the catalogue uses, by source, and what files hold."""
    used = _used_measures(indicateurs)
    parts: dict[str, list[pl.DataFrame]] = {}
    contents = []
    for index, item in enumerate(found):
        progress(f"{item.source.producteur} – {item.nom}", index, len(found))
        table = _prepare(item, rapport)
        rapport.lignes += table.height
        contents.append(
            Contenu(item, frozenset(table["periode"].unique()), frozenset(table["mesure"].unique()))
        )
        wanted = table.filter(pl.col("mesure").is_in(sorted(used.get(item.source.code, ()))))
        if wanted.height:
            rows = harmonise_rows(wanted, item.source, item.edition.cog)
            parts.setdefault(item.source.code, []).append(rows)
    progress("Fichiers lus", len(found), len(found))
    return {code: _merge_editions(tables) for code, tables in parts.items()}, contents


def _used_measures(indicateurs: Mapping[str, Indicateur]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for indicateur in indicateurs.values():
        for serie in indicateur.series:
            above, below = _terms(serie)
            used.setdefault(serie.source, set()).update(above)
            used.setdefault(serie.denominator_source or serie.source, set()).update(below)
    return used


def _terms(serie: Serie) -> tuple[set[str], set[str]]:
    above = {_measure(t) for t in (*serie.numerator, serie.value, serie.share) if t}
    return above, {_measure(term) for term in serie.denominator}


def _prepare(item: FichierTrouve, rapport: Rapport) -> pl.DataFrame:
    """Return the prepared table of a file, from the cache when neither file nor code changed."""
    read = find_loader(item.source)
    path = reglages().etat / "prepare" / f"{item.source.code}-{_stamp(item)}.parquet"
    if kept := _read_cache(path):
        table, notes = kept
        rapport.repris += 1
    else:
        table = read(item.entree).select(PREPARE.names()).cast(PREPARE)
        notes = check_prepare(table, item.source, item.entree, known_codes(item.edition.cog))
        rapport.lus += 1
        _write_cache(path, table, notes)
    rapport.avertissements += notes
    return table


def _read_cache(path: Path) -> tuple[pl.DataFrame, list[str]] | None:
    """Return the prepared table and its warnings, or None when there is none that reads."""
    try:
        table = pl.read_parquet(path)
        notes = json.loads(pl.read_parquet_metadata(path)[_NOTES])
    except (OSError, KeyError, ValueError, pl.exceptions.PolarsError):
        return None
    return (table, notes) if table.schema == PREPARE else None


def _write_cache(path: Path, table: pl.DataFrame, notes: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.en-cours")  # two loads may prepare the same file
    try:
        write_table(table, aside, metadata={_NOTES: json.dumps(notes)})
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def find_loader(source: Source) -> Callable[[lecture.Entree], pl.DataFrame]:
    """Return the loader named by the catalogue (« insee.read_comparateur »)."""
    module_name, _, function_name = source.lecteur.partition(".")
    try:
        module = importlib.import_module(f"ancrage.observatoire.sources.{module_name}")
        loader: Callable[[lecture.Entree], pl.DataFrame] = getattr(module, function_name)
    except (ImportError, AttributeError) as error:
        raise Erreur(
            "lecteur_absent",
            f"Le lecteur « {source.lecteur} » de la source {source.code} n'existe pas.",
            remede="corrigez la clé « lecteur » du fichier de la source",
        ) from error
    return loader


def _stamp(item: FichierTrouve) -> str:
    """Identify file + declaration + code of all readers and controls."""
    declared = item.source.model_dump_json(include={"lecteur", "mesures", "tables"})
    parts = [item.sha256, item.edition.model_dump_json(), declared, _readers_code()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


@cache
def _readers_code() -> str:
    folder = Path(inspect.getfile(lecture)).parent
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))


def _edition(found: list[FichierTrouve], indicateurs: Mapping[str, Indicateur]) -> str:
    parts = [__version__]
    parts += [f"{item.source.code} {item.nom} {item.sha256}" for item in found]
    parts += [indicateur.model_dump_json() for indicateur in indicateurs.values()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _provenances(contents: list[Contenu], indicateurs: Mapping[str, Indicateur]) -> pl.DataFrame:
    """Return the files behind each series and period (numerator first, then denominator)."""
    rows = [
        row
        for indicateur in indicateurs.values()
        for index, serie in enumerate(indicateur.series)
        for row in _serie_files(indicateur.code, index, serie, contents)
    ]
    return pl.DataFrame(rows, schema=PROVENANCES, orient="row").unique(maintain_order=True)


def _serie_files(
    code: str, index: int, serie: Serie, contents: list[Contenu]
) -> Iterator[tuple[Any, ...]]:
    above, below = _terms(serie)
    elsewhere = serie.denominator_source
    own = [c for c in contents if c.holds(serie.source, above if elsewhere else above | below)]
    others = [c for c in contents if elsewhere and c.holds(elsewhere, below)]
    fixed = serie.denominator_periode
    for content in own:
        for period in sorted(content.periodes):
            yield _provenance(code, index, period, content.item)
            for other in others:
                if (period if fixed == "=" else fixed) in other.periodes:
                    yield _provenance(code, index, period, other.item)


def _measure(term: str) -> str:
    return term.lstrip("-").partition("@")[0]


def _provenance(code: str, serie: int, period: str, item: FichierTrouve) -> tuple[Any, ...]:
    return (
        code,
        serie,
        period,
        item.source.code,
        item.edition.millesime,
        item.nom,
        item.sha256,
    )


def _infos(found: list[FichierTrouve], rapport: Rapport) -> dict[str, Any]:
    return {
        "edition": rapport.edition,
        "version": __version__,
        "date": datetime.now(UTC).date().isoformat(),
        "fichiers": [
            {
                "source": item.source.code,
                "producteur": item.source.producteur,
                "titre": item.source.titre,
                "licence": item.source.licence,
                "millesime": item.edition.millesime,
                "fichier": item.nom,
                "sha256": item.sha256,
                "conforme": item.conforme,
            }
            for item in found
        ],
        "avertissements": rapport.avertissements,
    }
