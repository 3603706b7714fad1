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

from ancrage.observatoire.catalogue.chargement import read_toml
from ancrage.observatoire.catalogue.depots import STANDARDISEES, DepotRestreint
from ancrage.observatoire.catalogue.modeles import Indicateur, Source
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.cube_depot import build_cube
from ancrage.observatoire.moteur.depots import (
    DepotEnregistre,
    clear_leftovers,
    depots_dir,
    find_depot,
    list_depots,
    mesures_of,
)
from ancrage.observatoire.moteur.fichiers import checksum
from ancrage.observatoire.moteur.harmonisation import harmonise_rows
from ancrage.observatoire.moteur.standardises import compute_depot, read_demandes
from ancrage.observatoire.sources.depot import (
    check_totals,
    find_totals,
    prepare,
    read_contents,
    read_extrait,
)
from ancrage.observatoire.territoires.referentiel import known_codes, parent_of_arrondissement

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


def add_depot(
    extrait: Path, description: Path, indicateurs: Mapping[str, Indicateur]
) -> DepotEnregistre:
    """Check, prepare, protect and keep an extract; raise `Erreur` and keep nothing otherwise."""
    depot = read_toml(description, DepotRestreint)
    check_right(depot, description)
    _check_windows(depot, description)
    _check_indicateurs(depot, indicateurs, description)
    if not extrait.is_file():
        raise Erreur("extrait_absent", "L'extrait n'existe pas.", fichier=extrait)
    table = read_extrait(extrait, depot)
    _check_communes(table, depot, extrait.name)
    check_totals(table, depot, extrait.name)
    prepared = _merge_arrondissements(prepare(table, depot, extrait.name))
    fake = Source.model_construct(mesures=mesures_of(depot))
    harmonised = harmonise_rows(prepared, fake, depot.cog)
    valeurs, restes = compute_depot(
        build_cube(harmonised, depot),
        depot,
        read_demandes(depot, indicateurs),
        read_contents(table, depot),
    )
    facts = {
        "fichier": extrait.name,
        "sha256": checksum(extrait),
        "depose_le": datetime.now(UTC).date().isoformat(),
        "lignes": table.height,
        "communes": table["code"].n_unique(),
        "totaux": find_totals(table),
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


def _check_windows(depot: DepotRestreint, description: Path) -> None:
    """Refuse a window that overlaps another one: their difference would tell a year."""
    for item in list_depots():
        other = item.depot
        shared = sorted(set(depot.periodes) & set(other.periodes))
        if other.code != depot.code and other.famille == depot.famille and shared:
            raise Erreur(
                "periodes_chevauchantes",
                f"Le dépôt « {other.code} » ({other.periode}) couvre déjà {', '.join(shared)} : "
                "deux fenêtres qui se chevauchent livrent l'année de leur différence.",
                fichier=description,
                colonne="periodes",
                attendu="des périodes disjointes, ou un seul extrait pour tous les indicateurs",
                remede=f"réunissez les indicateurs dans un extrait, ou retirez « {other.code} »",
                sortie=CodeSortie.REFUS,
            )


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


def _check_communes(table: pl.DataFrame, depot: DepotRestreint, nom: str) -> None:
    known = known_codes(depot.cog) | set(parent_of_arrondissement())
    wrong = table.filter(~pl.col("code").is_in(list(known)))
    if wrong.height:
        raise Erreur(
            "communes_inconnues",
            f"« {wrong['code'][0]} » n'est pas une commune du COG {depot.cog} "
            f"({wrong['code'].n_unique()} codes inconnus).",
            fichier=nom,
            ligne=wrong["ligne"][0],
            colonne=depot.colonnes.commune,
            attendu="un code de cinq caractères, zéros initiaux compris",
            remede="corrigez « cog » dans la description, ou reprenez l'extrait d'origine",
        )


def _merge_arrondissements(prepared: pl.DataFrame) -> pl.DataFrame:
    """Sum the arrondissements of Paris, Lyon and Marseille into their commune."""
    cell = ["code", "niveau", "periode", "sexe", "age", "mesure"]
    parents = parent_of_arrondissement()
    if not prepared["code"].is_in(list(parents)).any():
        return prepared
    secret = (pl.col("status") == "secret").any()
    return (
        prepared.with_columns(pl.col("code").replace(parents))
        .group_by(cell, maintain_order=True)
        .agg(
            value=pl.when(~secret).then(pl.col("value").sum()),
            status=pl.when(secret).then(pl.lit("secret")).otherwise(pl.lit("valeur")),
            ligne=pl.col("ligne").first(),
        )
        .select(prepared.columns)
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
    final = root / code
    if final.exists():
        raise Erreur(
            "depot_existant",
            f"Un dépôt porte déjà le code « {code} ».",
            fichier=description,
            colonne="code",
            remede=f"retirez-le d'abord : « ancrage depot retirer {code} »",
        )
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
        aside.replace(final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
