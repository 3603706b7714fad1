"""What is told to the public once a contract is signed: a release, the file of the conference."""

from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.propres import originals
from ancrage.plateforme.programmes.arbre import NoeudAxe, NoeudObjectif, build_arbre
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import FicheAction, Priorite
from ancrage.publication.documents.blocs import (
    ARemplir,
    Bloc,
    Liste,
    Morceau,
    Point,
    Section,
    texte,
)
from ancrage.publication.typographie import date_longue, enumeration, ordinal

COORDONNATEUR = "le coordonnateur"


def communique(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return the release: who signed, for where, until when, on what; the voices are to write."""
    return (
        Section(_headline(contrat), 1, (texte(_signing(contrat)), *_reach(contrat))),
        Section("Les priorités", 1, _chosen(contrat, on)),
        Section("Paroles des signataires", 1, (
            ARemplir("Citations", "Une phrase par signataire, relue par son auteur.",
                     COORDONNATEUR),)),
        Section("Contact", 1, (
            ARemplir("Contact presse", "Fonction, organisation, adresse générique.",
                     COORDONNATEUR),)),
    )  # fmt: skip


def conference(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return the file of the conference: the contract, its strategy, its actions, the rest."""
    fiches = FicheAction.objects.of(contrat).exclude(statut=StatutAction.ABANDONNEE).with_parts()
    tree = build_arbre(contrat, fiches, entier=True)
    axes = [_axe(one) for node in tree.priorites for one in node.axes]
    return (
        Section("La rencontre", 1, (
            ARemplir("Date, lieu, déroulé", "Qui ouvre, qui présente, comment la salle intervient.",
                     COORDONNATEUR),)),
        Section("Le contrat", 1, (texte(_signing(contrat)), *_reach(contrat),
                                  *_partners(contrat, on))),
        Section("Les priorités", 1, _chosen(contrat, on)),
        Section("Les actions", 1, () if axes else (texte("Aucun axe n’est écrit."),)),
        *axes,
        Section("Ce qui suit", 1, (*_next(contrat),
            ARemplir("Comment prendre part", "Groupes, réunions, boîte à idées, personnes relais.",
                     COORDONNATEUR))),
    )  # fmt: skip


def _headline(contrat: Contrat) -> str:
    rank = ordinal(contrat.generation, feminin=True)
    return f"Un contrat local de santé de {rank} génération est signé"


def _signing(contrat: Contrat) -> str:
    who = enumeration([str(one.organisation) for one in originals(contrat)])
    day = f" le {date_longue(contrat.date_signature)}" if contrat.date_signature else ""
    by = f", par {who}" if who else ""
    return f"« {contrat.nom} » a été signé{day}{by}."


def _reach(contrat: Contrat) -> tuple[Bloc, ...]:
    perimetre = contrat.dernier_perimetre
    count = len(perimetre.codes)
    words = f"Il couvre {perimetre.libelle} : {count} commune{'s' if count > 1 else ''}."
    if contrat.date_debut and contrat.date_fin:
        words += (
            f" Il court du {date_longue(contrat.date_debut)} au {date_longue(contrat.date_fin)}."
        )
    return (texte(words),)


def _partners(contrat: Contrat, on: date) -> tuple[Bloc, ...]:
    rows = contrat.partenaires.filter(depuis__lte=on).exclude(jusqu_au__lt=on)
    names = [str(one.organisation) for one in rows.select_related("organisation")]
    return (texte(f"Partenaires : {enumeration(names)}."),) if names else ()


def _chosen(contrat: Contrat, on: date) -> tuple[Bloc, ...]:
    rows = list(Priorite.objects.retenues(contrat, on))
    if not rows:
        return (texte("Aucune priorité retenue n’est enregistrée."),)
    return (Liste(tuple(Point((Morceau(one.libelle),)) for one in rows), numerotee=True),)


def _axe(node: NoeudAxe) -> Section:
    blocs: list[Bloc] = [texte(node.axe.description)] if node.axe.description else []
    blocs += _actions(node.fiches)
    for one in node.objectifs:
        blocs += _objectif(one)
    return Section(node.axe.libelle, 2, tuple(blocs))


def _objectif(node: NoeudObjectif) -> list[Bloc]:
    found: list[Bloc] = [texte(node.objectif.libelle, "intertitre"), *_actions(node.fiches)]
    for one in node.enfants:
        found += _objectif(one)
    return found


def _actions(fiches: list[FicheAction]) -> list[Bloc]:
    if not fiches:
        return []
    return [Liste(tuple(Point((Morceau(one.titre),)) for one in fiches))]


def _next(contrat: Contrat) -> tuple[Bloc, ...]:
    if contrat.date_fin is None:
        return ()
    words = (
        "Le comité de pilotage suit les actions chaque année. Une évaluation dira ce qui a "
        f"évolué avant la fin du contrat, le {date_longue(contrat.date_fin)}."
    )
    return (texte(words),)
