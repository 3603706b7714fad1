"""`ancrage evolution|comparer|typologie|demographie-medicale|gradient|entonnoir`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ancrage.cli.francais import Commande
from ancrage.cli.options import Format, Forme, Nom, Territoire

if TYPE_CHECKING:
    from ancrage.observatoire.api import Bilan

Sortie = Annotated[
    Path | None, typer.Option("-o", "--sortie", help="fichier .svg, .png ou .html de la figure")
]


class Avec(StrEnum):
    """What a territory is compared with."""

    SEMBLABLES = "semblables"
    DEPARTEMENT = "departement"
    REGION = "region"


class Parmi(StrEnum):
    """Where similar territories are looked for."""

    REGION = "region"
    FRANCE = "france"


class Niveau(StrEnum):
    """The areas of a typology or of a funnel."""

    EPCI = "epci"
    COMMUNE = "commune"


_REFERENCES = {
    Avec.SEMBLABLES: "ses semblables",
    Avec.DEPARTEMENT: "son département",
    Avec.REGION: "sa région",
}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("evolution", cls=Commande)(evolution)
    app.command("comparer", cls=Commande)(comparer)
    app.command("typologie", cls=Commande)(typologie)
    app.command("demographie-medicale", cls=Commande)(demographie_medicale)
    app.command("gradient", cls=Commande)(gradient)
    app.command("entonnoir", cls=Commande)(entonnoir)


def evolution(
    territoire: Territoire,
    de: Annotated[str | None, typer.Option(help="période de départ, ex. 2013")] = None,
    a: Annotated[str | None, typer.Option(help="période d'arrivée, ex. 2018")] = None,
    format_: Forme = Format.TABLE,
    nom: Nom = None,
) -> None:
    """Dit ce qui a véritablement évolué, face à la région, ou pourquoi on ne peut pas le dire."""
    from ancrage.observatoire import api
    from ancrage.publication.analyses import tableaux_evolution

    bilan = api.evolutions(api.parse_territoire(territoire, libelle=nom), de, a)
    if format_ is Format.JSON:
        _echo(bilan.to_dict())
        return
    around = bilan.region.libelle if bilan.region else "aucune région de référence"
    _table(tableaux_evolution.rows_bilan(bilan), f"{bilan.territoire.libelle}, face à : {around}")
    _say(tableaux_evolution.told_bilan(bilan))
    _say(
        "Besoin : valeur établie du côté défavorable de la région, à l'une des périodes ou aux "
        "deux. Territoire retiré : il pèse plus de 5 % de sa région."
    )
    _trends(bilan)
    for line in tableaux_evolution.refused(bilan):
        _say(f"Non comparable, {line}")
    if bilan.sans_fenetre:
        _say(f"Sans ces périodes : {tableaux_evolution.named(bilan.sans_fenetre)}")
    _say("Un écart établi dit ce qui a changé, jamais pourquoi.")


def _trends(bilan: "Bilan") -> None:
    from ancrage.publication.analyses import tableaux_evolution

    if not bilan.tendances:
        return
    _table(tableaux_evolution.rows_tendances(bilan.tendances), "Séries annuelles")
    _say(tableaux_evolution.told_tendances(bilan.tendances))
    _say(
        "Séries de cinq années ou plus, sans rupture. À partir de huit, la série peut tourner ; "
        "l'incertitude sur l'année où elle tourne n'est pas dans les bornes."
    )


def comparer(
    territoire: Territoire,
    avec: Annotated[Avec, typer.Option(help="à quoi comparer")] = Avec.SEMBLABLES,
    parmi: Annotated[
        Parmi | None, typer.Option(help="où chercher les semblables (France, région)")
    ] = None,
    format_: Forme = Format.TABLE,
    nom: Nom = None,
) -> None:
    """Compare un territoire à ses semblables, à son département ou à sa région, sans palmarès."""
    from ancrage.observatoire import api
    from ancrage.publication.analyses import tableaux, tableaux_evolution

    area = api.parse_territoire(territoire, libelle=nom)
    found = api.comparer(area, avec.value, parmi.value if parmi else None)
    if format_ is Format.JSON:
        _echo(found.to_dict())
        return
    if found.pairs:
        _say(tableaux.sentence_pairs(found))
        _table(tableaux.rows_pairs(found), f"Territoires semblables à {found.nom}")
    _table(tableaux.rows_comparatif(found), f"{found.nom} et {_REFERENCES[avec]}")
    _say(tableaux_evolution.told_tests(found.tests))


def typologie(
    region: Annotated[str, typer.Option(help="code de région, par exemple 24")] = "24",
    niveau: Annotated[Niveau, typer.Option(help="territoires à classer")] = Niveau.EPCI,
    classes: Annotated[
        int | None, typer.Option(help="nombre de classes, de 4 à 8 (sinon le plus stable)")
    ] = None,
    sortie: Annotated[
        Path | None, typer.Option("-o", "--sortie", help="fichier .svg, .png, .html ou .csv")
    ] = None,
    format_: Forme = Format.TABLE,
) -> None:
    """Décrit les types de territoires d'une région ; ne les classe pas du meilleur au pire."""
    from ancrage.observatoire import api
    from ancrage.publication.analyses import tableaux
    from ancrage.publication.analyses.ecriture import write_classes
    from ancrage.publication.analyses.figures import figure_typologie
    from ancrage.publication.fichiers import check_suffix
    from ancrage.publication.figures.ecriture import IMAGES, write_figure

    if sortie:
        check_suffix(sortie, (*IMAGES, ".csv"))
    found = api.typologie(f"region:{region}", niveau.value, classes)
    if sortie and sortie.suffix.lower() == ".csv":
        write_classes(found, sortie)
    elif sortie:
        write_figure(figure_typologie(found), sortie)
    if sortie:
        _say(str(sortie))
    elif format_ is Format.JSON:
        _echo(found.to_dict())
    else:
        _table(tableaux.rows_typologie(found), f"Typologie, {found.nom}")
        _table(tableaux.rows_traits(found), "Moyennes des classes (valeur-test)")
        _say(tableaux.stability(found))


def demographie_medicale(
    territoire: Territoire, sortie: Sortie = None, format_: Forme = Format.TABLE, nom: Nom = None
) -> None:
    """Suit les professionnels de santé autour d'un territoire, en base 100, et projette."""
    from ancrage.observatoire import api
    from ancrage.publication.analyses import tableaux
    from ancrage.publication.analyses.figures import figure_profession
    from ancrage.publication.figures.ecriture import write_figure

    found = api.demographie_medicale(api.parse_territoire(territoire, libelle=nom))
    if sortie:
        write_figure(figure_profession(found.professions[0]), sortie)
        _say(str(sortie))
    elif format_ is Format.JSON:
        _echo(found.to_dict())
    else:
        _table(
            tableaux.rows_demographie(found), f"{found.libelle} : professionnels de santé alentour"
        )
        _say(found.avertissement)
        for line in tableaux.read_projection(found):
            _say(line)


def gradient(
    indicateur: Annotated[str, typer.Argument(help="code de l'indicateur, par exemple S05")],
    region: Annotated[str, typer.Option(help="code de région, par exemple 24")] = "24",
    periode: Annotated[str | None, typer.Option(help="période, la dernière par défaut")] = None,
    sortie: Sortie = None,
    format_: Forme = Format.TABLE,
) -> None:
    """Lit un indicateur selon la défavorisation des communes : gradient, SII, RII (écologique)."""
    from ancrage.observatoire import api
    from ancrage.publication.analyses import tableaux
    from ancrage.publication.analyses.figures import figure_gradient
    from ancrage.publication.figures.ecriture import write_figure

    found = api.gradient(indicateur, f"region:{region}", periode)
    if sortie:
        write_figure(figure_gradient(found), sortie)
        _say(str(sortie))
    elif format_ is Format.JSON:
        _echo(found.to_dict())
    else:
        _table(tableaux.rows_gradient(found), f"{found.libelle}, {found.nom}, {found.periode}")
        _table(tableaux.rows_indices(found), "Indices d’inégalité")
        _say(found.mention)


def entonnoir(
    indicateur: Annotated[str, typer.Argument(help="code de l'indicateur, par exemple M03-BRUT")],
    sortie: Annotated[Path, typer.Option("-o", "--sortie", help="fichier .svg, .png ou .html")],
    region: Annotated[str, typer.Option(help="code de région, par exemple 24")] = "24",
    niveau: Annotated[Niveau, typer.Option(help="territoires comparés")] = Niveau.EPCI,
    territoire: Annotated[str | None, typer.Option(help="territoire à désigner")] = None,
) -> None:
    """Dessine un entonnoir : ce que le hasard explique selon la taille des territoires."""
    from ancrage.observatoire import api
    from ancrage.publication.analyses.figures import figure_entonnoir
    from ancrage.publication.figures.ecriture import write_figure

    found = api.entonnoir(indicateur, f"region:{region}", niveau.value)
    area = api.parse_territoire(territoire) if territoire else None
    write_figure(figure_entonnoir(found, {area.code: area.libelle} if area else {}), sortie)
    _say(str(sortie))


def _echo(donnees: dict[str, Any]) -> None:
    from ancrage.publication.analyses.ecriture import to_json

    typer.echo(to_json(donnees), nl=False)


def _table(rows: tuple[list[str], list[list[str]]], titre: str) -> None:
    from ancrage.cli.affichage import print_table

    print_table(*rows, titre=titre)


def _say(text: str) -> None:
    from ancrage.cli.affichage import say
    from ancrage.publication.typographie import texte

    say(texte(text))
