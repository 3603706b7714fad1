"""`ancrage profil <territoire>`: every indicateur, on screen or as a file."""

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ancrage.cli.francais import Commande
from ancrage.cli.options import Nom, Territoire

if TYPE_CHECKING:
    from ancrage.observatoire.api import Profil


class Format(StrEnum):
    """Outputs of the profile."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("profil", cls=Commande)(profil)


def profil(
    territoire: Territoire,
    format_: Annotated[Format, typer.Option("--format", help="forme de la réponse")] = Format.TABLE,
    sortie: Annotated[
        Path | None, typer.Option("-o", "--sortie", help="fichier (sinon l'écran)")
    ] = None,
    periode: Annotated[str | None, typer.Option(help="une seule période, ex. 2018")] = None,
    nom: Nom = None,
) -> None:
    """Calcule le profil d'un territoire : valeurs, intervalles, comparaisons, sources."""
    from ancrage.observatoire.api import lissages, parse_territoire, profile

    area = parse_territoire(territoire, libelle=nom)
    result = profile(area, period=periode)
    if format_ in {Format.TABLE, Format.JSON}:
        result = replace(result, lissages=lissages(area))
    if format_ is Format.TABLE:
        _print(result)
    elif format_ is Format.JSON:
        _write_text(json.dumps(result.to_dict(), ensure_ascii=False, indent=1) + "\n", sortie)
    else:
        _write_table(result, format_, sortie)


def _write_text(text: str, sortie: Path | None) -> None:
    from ancrage.publication.fichiers import write_whole

    if sortie is None:
        typer.echo(text, nl=False)
    else:
        write_whole(sortie, text.encode())


def _print(result: "Profil") -> None:
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import indicateurs
    from ancrage.publication.analyses.lissages import told_lissage, told_moran
    from ancrage.publication.analyses.tableaux_evolution import told_profile_tests, told_tests
    from ancrage.publication.tableau_profil import readable_rows

    headers, rows = readable_rows(result, indicateurs())
    print_table(headers, rows, titre=result.territoire.libelle)
    say(told_profile_tests(result.tests) or told_tests(result.tests))
    for found in result.lissages or ():
        say(f"{found.libelle}, {found.periode}. {told_moran(found)}")
        say(told_lissage(found))
    say("Calcul automatique, non validé. Sources et empreintes : --format json.")


def _write_table(result: "Profil", format_: Format, sortie: Path | None) -> None:
    from ancrage.observatoire.api import CodeSortie, Erreur
    from ancrage.publication.tableau_profil import write_csv, write_parquet, write_xlsx

    if format_ is Format.CSV:
        _write_text(write_csv(result), sortie)
        return
    if sortie is None:
        raise Erreur(
            "sortie_absente",
            f"Le format {format_.value} demande un fichier.",
            remede=f"ajoutez « -o profil.{format_.value} »",
            sortie=CodeSortie.USAGE,
        )
    write = write_parquet if format_ is Format.PARQUET else write_xlsx
    write(result, sortie)
    typer.echo(str(sortie))
