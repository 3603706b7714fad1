"""`ancrage territoire chercher|montrer`."""

from typing import Annotated

import typer

from ancrage.cli.francais import Commande, Groupe

app = typer.Typer(cls=Groupe, no_args_is_help=True, help="Trouver le code d'un territoire.")


@app.command("chercher", cls=Commande)
def search(
    texte: Annotated[str, typer.Argument(help="nom, même sans accent ou mal orthographié")],
    limite: Annotated[int, typer.Option(help="nombre de réponses")] = 10,
) -> None:
    """Cherche une commune, un EPCI, un département ou une région par son nom."""
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import chercher

    found = chercher(texte, limite)
    if not found:
        say(f"Aucun territoire ne ressemble à « {texte} ».")
        raise typer.Exit(3)
    print_table(
        ["Code", "Nom", "Niveau", "Situation"],
        [[hit.code, hit.libelle, hit.niveau, hit.precision] for hit in found],
    )


@app.command("montrer", cls=Commande)
def show(
    territoire: Annotated[str, typer.Argument(help="code de territoire, ou union avec +")],
) -> None:
    """Montre les communes, EPCI, départements et régions d'un territoire."""
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import describe, libelle_aire, parse_territoire

    parsed = parse_territoire(territoire)
    described = describe(parsed)
    say(f"{described.libelle} ({described.code}), communes du COG {parsed.millesime}")
    for titre, names in (
        ("EPCI", described.epci),
        ("Départements", described.departements),
        ("Régions", described.regions),
    ):
        say(f"{titre} : {', '.join(names) or 'aucun'}")
    print_table(
        ["Code", "Commune"],
        [[code, libelle_aire(f"commune:{code}")] for code in described.communes],
        titre=f"{len(described.communes)} commune(s)",
    )
