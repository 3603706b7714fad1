"""`ancrage depot deposer|liste|montrer|retirer|compter`: restricted aggregates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ancrage.cli.francais import Commande, Groupe

if TYPE_CHECKING:
    from ancrage.observatoire.api import DepotEnregistre

app = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Les extraits agrégés sous convention (CépiDc, SNDS, dépistage).",
)
Description = Annotated[Path, typer.Option("--description", help="description TOML de l'extrait")]


@app.command("deposer", cls=Commande)
def deposit(
    extrait: Annotated[Path, typer.Argument(help="extrait agrégé, comme remis par le producteur")],
    description: Description,
) -> None:
    """Contrôle un extrait agrégé, masque ce qui doit l'être et l'ajoute aux profils."""
    from ancrage.cli.affichage import say
    from ancrage.observatoire.api import add_depot

    item = add_depot(extrait, description)
    say(
        f"Dépôt {item.depot.code}{item.marque} enregistré : {item.lignes} lignes, "
        f"{item.communes} communes, totaux de contrôle retrouvés."
    )
    _print_statuts(item)


@app.command("liste", cls=Commande)
def list_all() -> None:
    """Liste les dépôts, leurs usages permis et leur échéance."""
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import list_depots

    found = list_depots()
    if not found:
        say("Aucun dépôt enregistré.")
        return
    headers = ["Code", "Titre", "Producteur", "Convention", "Usages permis", "Échéance"]
    print_table(headers, [_row(item) for item in found])


def _row(item: "DepotEnregistre") -> list[str]:
    depot = item.depot
    return [
        depot.code,
        depot.titre + item.marque,
        depot.producteur,
        depot.numero_convention,
        ", ".join(depot.usages_permis),
        f"{depot.expire_le:%d/%m/%Y}" + (" (expirée)" if item.expire else ""),
    ]


@app.command("montrer", cls=Commande)
def show(code: Annotated[str, typer.Argument(help="code du dépôt")]) -> None:
    """Montre la description et les totaux de contrôle d'un dépôt, jamais ses lignes."""
    from ancrage.cli.affichage import print_table, say
    from ancrage.observatoire.api import find_depot

    item = find_depot(code)
    depot = item.depot
    totaux = item.totaux
    rows = [
        ["Titre", depot.titre + item.marque],
        ["Producteur", depot.producteur + item.marque],
        ["Convention", f"{depot.numero_convention}, jusqu'au {depot.expire_le:%d/%m/%Y}"],
        ["État", "expiré : ne répond plus" if item.expire else "en service"],
        ["Usages permis", ", ".join(depot.usages_permis)],
        ["Seuil de secret", f"effectifs de moins de {depot.seuil_primaire} masqués"],
        ["Période", depot.periode],
        ["Communes", f"{item.communes}, code officiel géographique {depot.cog}"],
        ["Indicateurs", ", ".join(indicateur.code for indicateur in depot.indicateurs)],
        ["Fichier", f"{item.fichier}, {item.lignes} lignes, empreinte {item.sha256[:12]}…"],
        ["Comptes publics connus", ", ".join(item.publics) or "aucun"],
        ["Déposé le", item.depose_le],
        ["Total", _shown(totaux["effectif"], depot.seuil_primaire)],
    ]
    for part in ("par_sexe", "par_periode"):
        rows += _breakdown(totaux[part], depot.seuil_primaire)
    print_table(["Rubrique", "Contenu"], rows)
    say("Les lignes de l'extrait ne s'affichent pas et ne s'exportent pas.")
    _print_statuts(item)


def _shown(effectif: int, seuil: int) -> str:
    return f"masqué (moins de {seuil})" if 0 < effectif < seuil else str(effectif)


def _breakdown(parts: dict[str, int], seuil: int) -> list[list[str]]:
    """Return the totals of a breakdown; one part under the threshold masks them all.

    The total and the other parts would give the masked one by subtraction.
    """
    masked = any(0 < value < seuil for value in parts.values())
    return [
        [f"Total, {key}", f"masqué (un total de moins de {seuil})" if masked else str(value)]
        for key, value in parts.items()
    ]


def _print_statuts(item: "DepotEnregistre") -> None:
    from ancrage.cli.affichage import say

    told = ", ".join(f"{count} {name}" for name, count in item.statuts.items())
    say(f"Cases calculées, par statut : {told}.")


@app.command("retirer", cls=Commande)
def remove(
    code: Annotated[str, typer.Argument(help="code du dépôt")],
    jamais_diffuse: Annotated[
        bool,
        typer.Option("--jamais-diffuse", help="rien n'en a été montré : n'en garder aucune trace"),
    ] = False,
) -> None:
    """Retire un dépôt. Ses valeurs montrées comptent encore dans le secret des suivants."""
    from ancrage.cli.affichage import say
    from ancrage.observatoire.api import remove_depot

    remove_depot(code, jamais_diffuse=jamais_diffuse)
    say(f"Dépôt {code} retiré.")


@app.command("compter", cls=Commande)
def count(
    individus: Annotated[
        str,
        typer.Argument(
            help="fichier individuel (CSV ou Parquet), dans l'environnement sécurisé ; "
            "avec ANCRAGE_ENGINE=sc://…, chemin vu du cluster"
        ),
    ],
    description: Description,
    sortie: Annotated[
        Path, typer.Option("-o", "--sortie", help="dossier de l'extrait et de sa description")
    ],
) -> None:
    """Compte un fichier individuel, dans l'environnement sécurisé : seuls des agrégats sortent."""
    from ancrage.cli.affichage import say
    from ancrage.observatoire.api import count_records

    bilan = count_records(individus, description, sortie)
    say(
        f"{bilan.enregistrements} enregistrements comptés en {bilan.lignes} cases, "
        f"{bilan.masquees} masquée(s) sous le seuil."
    )
    say(f"À faire relire avant la sortie : {bilan.extrait} et {bilan.description}")
