"""`ancrage diagnostic`, `ancrage chiffres-cles` and `ancrage carte`."""

from pathlib import Path
from typing import Annotated

import typer

from ancrage.cli.francais import Commande
from ancrage.cli.options import Nom, Territoire


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("diagnostic", cls=Commande)(diagnostic)
    app.command("chiffres-cles", cls=Commande)(chiffres_cles)
    app.command("carte", cls=Commande)(carte)


def diagnostic(
    territoire: Territoire,
    sortie: Annotated[
        list[Path], typer.Option("-o", "--sortie", help="fichier .pdf, .docx, .pptx ou .xlsx")
    ],
    nom: Nom = None,
) -> None:
    """Écrit le diagnostic local de santé ; plusieurs « -o » pour plusieurs formats."""
    from ancrage.cli.affichage import progress_bar, say
    from ancrage.publication.production import write_diagnostic

    with progress_bar("Diagnostic") as report:
        written = write_diagnostic(territoire, sortie, nom=nom, progress=report)
    for path in written:
        say(str(path))


def chiffres_cles(
    territoire: Annotated[str | None, typer.Argument(help="code de territoire")] = None,
    sortie: Annotated[
        list[Path] | None, typer.Option("-o", "--sortie", help="fichier .pdf ou .xlsx, ou dossier")
    ] = None,
    tous: Annotated[
        Path | None, typer.Option(help="fichier d'un territoire par ligne : édite tout le lot")
    ] = None,
    precedent: Annotated[
        Path | None,
        typer.Option(help="édition antérieure, enregistrée par « ancrage profil --format json »"),
    ] = None,
    nom: Nom = None,
) -> None:
    """Écrit les chiffres clés (huit pages) d'un territoire, ou d'un lot avec --tous."""
    from ancrage.cli.affichage import progress_bar, say
    from ancrage.cli.lots import report_batch
    from ancrage.observatoire.erreurs import CodeSortie, Erreur
    from ancrage.publication.documents.chiffres_cles import write_batch, write_chiffres_cles

    if (territoire is None) == (tous is None) or not sortie:
        raise Erreur(
            "commande_incomplete",
            "Donnez un territoire, ou « --tous <fichier> », et où écrire avec « -o ».",
            remede="exemple : ancrage chiffres-cles epci:244500468 -o chiffres-cles.pdf",
            sortie=CodeSortie.USAGE,
        )
    with progress_bar("Chiffres clés") as report:
        if tous:
            batch = write_batch(tous, sortie[0], formats=("pdf", "xlsx"), progress=report)
        else:
            for path in sortie:
                write_chiffres_cles(str(territoire), path, precedent=precedent, nom=nom)
    if tous:
        report_batch(batch)
    else:
        for path in sortie:
            say(str(path))


def carte(
    indicateur: Annotated[str, typer.Argument(help="code de l'indicateur, par exemple S05")],
    sortie: Annotated[Path, typer.Option("-o", "--sortie", help="fichier .svg, .png ou .html")],
    region: Annotated[str | None, typer.Option(help="code de région, par exemple 24")] = None,
    territoire: Annotated[str | None, typer.Option(help="code de territoire")] = None,
    niveau: Annotated[str, typer.Option(help="commune ou epci")] = "commune",
    periode: Annotated[str | None, typer.Option(help="période, la dernière par défaut")] = None,
) -> None:
    """Dessine la carte d'un indicateur sur une région ou un territoire."""
    from ancrage.cli.affichage import say
    from ancrage.publication.cartes import write_carte

    area = territoire or (f"region:{region}" if region else "region:24")
    write_carte(indicateur, area, sortie, niveau=niveau, periode=periode)
    say(str(sortie))
