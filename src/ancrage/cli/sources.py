"""`ancrage sources liste|recuperer|charger|etat`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ancrage.cli.francais import Commande, Groupe
from ancrage.cli.options import Format, Forme

if TYPE_CHECKING:
    from ancrage.observatoire.api import Source

_COLONNES = {
    "code": "Code",
    "producteur": "Producteur",
    "titre": "Titre",
    "millesime": "Millésime",
    "fichier": "Fichier",
    "licence": "Licence",
    "obtention": "Obtention",
}
app = typer.Typer(cls=Groupe, no_args_is_help=True, help="Les fichiers officiels.")


@app.command("liste", cls=Commande)
def list_sources(format_: Forme = Format.TABLE) -> None:
    """Liste les sources du catalogue, leurs fichiers, et comment obtenir chacun."""
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import sources
    from ancrage.publication.analyses.ecriture import to_json

    files = [line for source in sources().values() for line in _files(source)]
    if format_ is Format.JSON:
        typer.echo(to_json({"schema": "ancrage.sources/1", "fichiers": files}), nl=False)
        return
    print_table(
        list(_COLONNES.values()), [[line[key] or "" for key in _COLONNES] for line in files]
    )
    known = {line["fichier"]: bool(line["url"]) for line in files if not line["attendu"]}
    say(
        f"{len(known)} fichiers : {sum(known.values())} téléchargeables, "
        f"{len(known) - sum(known.values())} à déposer à la main. "
        "Les adresses sans coupure : --format json."
    )


def _files(source: "Source") -> list[dict[str, Any]]:
    """Return a line per file of a source; an awaited one says what it waits for."""
    from ancrage.observatoire.api import how_to_get

    head = {
        "code": source.code,
        "producteur": source.producteur,
        "titre": source.titre,
        "licence": source.licence,
        "attendu": source.attendue,
    }
    if source.attendue:
        told = {"millesime": "attendue", "fichier": source.description, "obtention": source.page}
        return [head | told | {"url": None, "sha256": None}]
    return [
        head
        | {
            "millesime": edition.millesime,
            "fichier": fichier.nom_publie,
            "obtention": how_to_get(source, fichier),
            "url": fichier.url,
            "sha256": fichier.sha256,
        }
        for edition in source.editions
        for fichier in edition.fichiers
    ]


@app.command("recuperer", cls=Commande)
def fetch(
    codes: Annotated[
        list[str] | None, typer.Argument(help="codes de sources (toutes par défaut)")
    ] = None,
    vers: Annotated[
        Path | None, typer.Option(help="dossier de dépôt (ANCRAGE_SOURCES_DIR par défaut)")
    ] = None,
    meme_changes: Annotated[
        bool,
        typer.Option("--meme-changes", help="garde aussi un fichier que le producteur a changé"),
    ] = False,
) -> None:
    """Télécharge les fichiers chez leur producteur, reprend, vérifie l'empreinte."""
    from ancrage.cli.affichage import print_table, progress_bar
    from ancrage.observatoire.api import fetch_sources

    with progress_bar("Téléchargement") as report:
        results = fetch_sources(codes or [], vers, report, keep_changed=meme_changes)
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
