"""Admit a restricted deposit: right, description, totals and communes checked, values protected.

Everything is written aside, then moved in one step: a refused extract leaves nothing.
"""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ancrage.observatoire.catalogue.chargement import read_toml, sources
from ancrage.observatoire.catalogue.depots import STANDARDISEES, DepotRestreint
from ancrage.observatoire.catalogue.modeles import Indicateur
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.depots import (
    DepotEnregistre,
    clear_leftovers,
    depots_dir,
    find_depot,
    list_depots,
    list_traces,
)
from ancrage.observatoire.moteur.extraits import read_cells
from ancrage.observatoire.moteur.faits_publics import AUTRES, TOUS, read_public_facts, relation
from ancrage.observatoire.moteur.fichiers import checksum
from ancrage.observatoire.moteur.liens_extraits import Ancien, solve
from ancrage.observatoire.moteur.magasin import open_magasin
from ancrage.observatoire.moteur.standardises import compute_depot, read_demandes
from ancrage.observatoire.moteur.traces_depots import Trace
from ancrage.observatoire.sources.depot import find_totals

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


def add_depot(
    extrait: Path, description: Path, indicateurs: Mapping[str, Indicateur]
) -> DepotEnregistre:
    """Check, prepare, protect and keep an extract; raise `Erreur` and keep nothing otherwise."""
    depot = read_toml(description, DepotRestreint)
    check_right(depot, description)
    _check_indicateurs(depot, indicateurs, description)
    if not extrait.is_file():
        raise Erreur("extrait_absent", "L'extrait n'existe pas.", fichier=extrait)
    sha256 = checksum(extrait)
    _check_new(depot, sha256, description)
    lu = read_cells(extrait, depot, extrait.name)
    publics = read_public_facts(depot, indicateurs, sources(), open_magasin(), description)
    part = relation(lu, publics, description) if publics else AUTRES
    publics = [] if part == AUTRES else publics
    anciens = _earlier(depot, extrait, sha256, description)
    secrecy = solve(lu, anciens, description, publics, part == TOUS)
    valeurs, restes = compute_depot(lu.cube, depot, read_demandes(depot, indicateurs), secrecy)
    facts = {
        "fichier": extrait.name,
        "sha256": sha256,
        "depose_le": datetime.now(UTC).date().isoformat(),
        "lignes": lu.table.height,
        "communes": lu.table["code"].n_unique(),
        "causes": sorted(lu.causes_comptees),
        "publics": [f"{fact.source} {fact.periode} : {part}" for fact in publics],
        "totaux": find_totals(lu.table),
        "statuts": dict(sorted(valeurs["status"].value_counts().iter_rows())),
    }
    _keep(depot.code, extrait, description, facts, {"valeurs": valeurs, "restes": restes})
    return find_depot(depot.code)


def check_right(depot: DepotRestreint, description: Path) -> None:
    """Refuse a deposit without agreement, or whose agreement has expired (exit code 4)."""
    if not depot.numero_convention.strip():
        raise Erreur(
            "convention_absente",
            "Aucun numéro de convention : le dépôt est refusé.",
            fichier=description,
            colonne="numero_convention",
            attendu="le numéro de l'accord qui autorise l'extrait",
            remede="obtenez l'accord du producteur, puis renseignez la description",
            sortie=CodeSortie.REFUS,
        )
    if depot.expire_le < datetime.now(UTC).date():
        raise Erreur(
            "convention_expiree",
            f"La convention a expiré le {_jour(depot.expire_le)} : le dépôt est refusé.",
            fichier=description,
            colonne="expire_le",
            attendu="une convention en cours",
            remede="faites prolonger la convention, puis corrigez la date",
            sortie=CodeSortie.REFUS,
        )


def _check_new(depot: DepotRestreint, sha256: str, description: Path) -> None:
    """Refuse a code or an extract that is already there, under whatever family or use."""
    for item in list_depots():
        if item.depot.code == depot.code:
            raise Erreur(
                "depot_existant",
                f"Un dépôt porte déjà le code « {depot.code} ».",
                fichier=description,
                colonne="code",
                remede=f"retirez-le d'abord : « ancrage depot retirer {depot.code} »",
            )
        if item.sha256 == sha256:
            raise Erreur(
                "extrait_deja_depose",
                f"Le dépôt « {item.depot.code} » est déjà ce fichier, octet pour octet.",
                fichier=description,
                colonne="code",
                attendu="un seul dépôt par extrait, avec tous ses indicateurs et ses usages",
                remede=f"retirez « {item.depot.code} », puis déposez l'extrait une fois",
                sortie=CodeSortie.REFUS,
            )


def _earlier(depot: DepotRestreint, extrait: Path, sha256: str, description: Path) -> list[Ancien]:
    """Read again what was admitted before: expired, it has been printed; removed, it was read.

    A removed deposit left its shown values and its marks; the same file gives all its counts
    again.
    """
    found = []
    for item in list_depots():
        path = item.dossier / "extrait"
        found.append(Ancien(read_cells(path, item.depot, item.fichier), item.valeurs))
    for item in list_traces():
        if item.sha256 == sha256:
            found.append(Ancien(read_cells(extrait, item.depot, item.fichier), item.valeurs))
        elif item.causes:
            trace = Trace(item.depot, item.valeurs, frozenset(item.causes))
            found.append(Ancien(trace, item.valeurs))
        elif item.depot.famille == depot.famille and _shares_years(item.depot, depot):
            raise Erreur(
                "depot_retire",
                f"Le dépôt retiré « {item.depot.code} » ({item.depot.periode}) a été gardé par une "
                "version d'Ancrage qui n'en notait pas les causes : une soustraction avec cet "
                "extrait ne peut plus être vérifiée.",
                fichier=description,
                colonne="periodes",
                attendu="le même fichier, ou des années disjointes",
                remede="si rien n'en a été diffusé : "
                f"« ancrage depot retirer {item.depot.code} --jamais-diffuse »",
                sortie=CodeSortie.REFUS,
            )
    return found


def _shares_years(one: DepotRestreint, other: DepotRestreint) -> bool:
    return bool(set(one.periodes) & set(other.periodes))


def _jour(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _check_indicateurs(
    depot: DepotRestreint, indicateurs: Mapping[str, Indicateur], description: Path
) -> None:
    for item in depot.indicateurs:
        known = indicateurs.get(item.code)
        if known is None:
            raise Erreur(
                "indicateur_inconnu",
                f"Aucun indicateur ne porte le code « {item.code} ».",
                fichier=description,
                colonne="indicateurs",
                remede="lancez « ancrage catalogue liste »",
            )
    for demande in read_demandes(depot, indicateurs):
        if demande.method not in {*STANDARDISEES, "taux_brut", "effectif_evenements"}:
            raise Erreur(
                "methode_impossible",
                f"Un extrait de comptages ne donne pas {demande.item.code} par la méthode "
                f"« {demande.method} ».",
                fichier=description,
                colonne="indicateurs",
                attendu="taux_standardise, icm, taux_brut ou effectif_evenements",
                remede="précisez « method », ou choisissez un autre indicateur",
            )
        if demande.method != "effectif_evenements" and not depot.colonnes.population:
            raise Erreur(
                "population_absente",
                f"{demande.item.code} est un taux : l'extrait n'a pas de population.",
                fichier=description,
                colonne="colonnes.population",
                attendu="une colonne de population (personnes-années)",
                remede="demandez la population dans l'extrait",
            )
        if demande.method in STANDARDISEES and not depot.colonnes.age:
            raise Erreur(
                "age_absent",
                f"{demande.item.code} est standardisé sur l'âge : l'extrait n'a pas d'âge.",
                fichier=description,
                colonne="colonnes.age",
                attendu="une colonne de classes d'âge",
            )


def _keep(
    code: str,
    extrait: Path,
    description: Path,
    facts: dict[str, Any],
    tables: dict[str, pl.DataFrame],
) -> None:
    root = depots_dir()
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(_PRIVATE_FOLDER)
    clear_leftovers(root)
    aside = root / f".en-cours-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=_PRIVATE_FOLDER)
    try:
        shutil.copyfile(extrait, aside / "extrait")
        shutil.copyfile(description, aside / "depot.toml")
        for name, table in tables.items():
            table.write_parquet(aside / f"{name}.parquet")
        text = json.dumps(facts, ensure_ascii=False, indent=1)
        (aside / "controle.json").write_text(text + "\n", "utf-8")
        for path in aside.iterdir():
            path.chmod(_PRIVATE_FILE)
        aside.replace(root / code)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
