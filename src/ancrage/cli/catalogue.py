"""`ancrage catalogue liste|montrer|schema`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ancrage.cli.francais import Commande, Groupe

app = typer.Typer(cls=Groupe, no_args_is_help=True, help="Lire le catalogue des indicateurs.")


@app.command("liste", cls=Commande)
def list_indicateurs(
    theme: Annotated[str | None, typer.Option(help="dossier du thème, ou lettre")] = None,
    calcules: Annotated[bool, typer.Option("--calcules", help="seulement les calculés")] = False,
) -> None:
    """Liste les indicateurs : code, libellé, état, source ou fichier attendu."""
    from ancrage.cli.affichage import print_table
    from ancrage.observatoire.api import indicateurs, themes

    dossiers = {item.dimension: item.dossier for item in themes()}
    rows = [
        [
            item.code,
            item.libelle,
            item.palier,
            "calculé" if item.computed else "attendu",
            ", ".join(sorted({serie.source for serie in item.series}))
            or (item.attente.fichier if item.attente else ""),
        ]
        for item in indicateurs().values()
        if (theme is None or theme in {dossiers[item.dimension], item.dimension})
        and (item.computed or not calcules)
    ]
    print_table(["Code", "Libellé", "Palier", "État", "Source ou fichier attendu"], rows)


@app.command("montrer", cls=Commande)
def show(
    code: Annotated[str, typer.Argument(help="code de l'indicateur, par exemple S05")],
) -> None:
    """Montre la fiche d'un indicateur : définition, méthode, source, limites."""
    from ancrage.cli.affichage import print_table
    from ancrage.observatoire.api import find_indicateur, sources
    from ancrage.publication.fiche_indicateur import rows_fiche

    print_table(["Rubrique", "Contenu"], rows_fiche(find_indicateur(code), sources()))


@app.command("schema", cls=Commande)
def write_schemas(
    dossier: Annotated[Path, typer.Argument(help="dossier où écrire les schémas JSON")],
) -> None:
    """Écrit les schémas JSON des fichiers du catalogue, pour l'aide à la saisie des éditeurs."""
    from ancrage.cli.affichage import say
    from ancrage.observatoire.api import catalogue_schemas

    dossier.mkdir(parents=True, exist_ok=True)
    for name, schema in catalogue_schemas().items():
        path = dossier / f"{name}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", "utf-8")
        say(str(path))
