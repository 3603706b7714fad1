"""`ancrage sources liste|recuperer|charger|etat`."""

from pathlib import Path
from typing import Annotated

import typer

from ancrage.cli.francais import Commande, Groupe

app = typer.Typer(cls=Groupe, no_args_is_help=True, help="Les fichiers officiels.")


@app.command("liste", cls=Commande)
def list_sources() -> None:
    """Liste les sources du catalogue, leurs éditions et leurs fichiers."""
    from ancrage.cli.affichage import print_table
    from ancrage.observatoire.api import sources

    rows: list[list[str]] = []
    for source in sources().values():
        head = [source.code, source.producteur, source.titre]
        rows += [
            [*head, edition.millesime, fichier.nom, source.licence]
            for edition in source.editions
            for fichier in edition.fichiers
        ]
        if source.attendue:
            rows.append([*head, "attendue", source.description, source.licence])
    print_table(["Code", "Producteur", "Titre", "Millésime", "Fichier", "Licence"], rows)


@app.command("recuperer", cls=Commande)
def fetch(
    codes: Annotated[
        list[str] | None, typer.Argument(help="codes de sources (toutes par défaut)")
    ] = None,
    vers: Annotated[
        Path | None, typer.Option(help="dossier de dépôt (ANCRAGE_SOURCES_DIR par défaut)")
    ] = None,
) -> None:
    """Télécharge les fichiers chez leur producteur, reprend, vérifie l'empreinte."""
    from ancrage.cli.affichage import print_table, progress_bar
    from ancrage.observatoire.api import fetch_sources

    with progress_bar("Téléchargement") as report:
        results = fetch_sources(codes or [], vers, report)
    print_table(["Fichier", "Résultat"], [[item.nom, item.resultat] for item in results])
    if any(not item.fait for item in results):
        raise typer.Exit(5)


@app.command("charger", cls=Commande)
def load(
    depuis: Annotated[
        Path | None, typer.Option(help="dossier des fichiers (ANCRAGE_SOURCES_DIR par défaut)")
    ] = None,
) -> None:
    """Lit les fichiers officiels et remplace le magasin, d'un seul coup."""
    from ancrage.cli.affichage import progress_bar, say
    from ancrage.observatoire.api import load as load_folder
    from ancrage.observatoire.api import sources_dir

    with progress_bar("Chargement") as report:
        rapport = load_folder(sources_dir(depuis), report)
    for note in rapport.avertissements:
        say(f"À noter : {note}")
    say(
        f"Magasin {rapport.edition} en place : {rapport.lus} fichier(s) lu(s), "
        f"{rapport.repris} repris sans relecture, {rapport.lignes} lignes."
    )


@app.command("etat", cls=Commande)
def state() -> None:
    """Dit quel magasin est en service, de quels fichiers il vient, et ce qui est attendu."""
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import sources, store_infos

    infos = store_infos()
    files: list[dict[str, object]] = infos["fichiers"]  # type: ignore[assignment]
    say(f"Magasin {infos['edition']} ({infos['dossier']})")
    print_table(
        ["Source", "Millésime", "Fichier", "Empreinte", "Édition connue"],
        [
            [
                str(item["source"]),
                str(item["millesime"]),
                str(item["fichier"]),
                str(item["sha256"])[:12],
                "oui" if item["conforme"] else "non",
            ]
            for item in files
        ],
    )
    held = {item["source"] for item in files}
    waiting = [source.code for source in sources().values() if source.code not in held]
    say(f"Sources sans fichier dans ce magasin : {', '.join(waiting) or 'aucune'}")
