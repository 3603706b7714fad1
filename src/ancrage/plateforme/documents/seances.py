"""The documents of a meeting, drawn from its rows: convocation, sheet, minutes, rules."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.timezone import localdate

from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.rencontres.calendrier import rule_of_instances
from ancrage.plateforme.rencontres.contenu import content_of, describe
from ancrage.plateforme.rencontres.lectures import (
    by_college,
    composition_alerts,
    current_minutes,
    members_of,
    presences_of,
    present_words,
    read_quorum,
    validated_minutes,
)
from ancrage.plateforme.rencontres.models import CompteRendu, Instance, Reunion
from ancrage.publication.documents.blocs import Document
from ancrage.publication.documents.rendu_court import FORMATS, render_court
from ancrage.publication.documents.seances import (
    build_compte_rendu,
    build_convocation,
    build_emargement,
    build_reglement,
)

ROLES = {
    "copil": "Le comité de pilotage réunit les principaux signataires. Il retient les priorités et "
    "les actions, suit leur avancement et décide de la suite du contrat.",
    "cotech": "Le comité technique réunit les techniciens des signataires et les acteurs locaux. "
    "Il prépare les séances du comité de pilotage et donne son avis sur le contrat.",
    "secretariat": "Le secrétariat de projet, tenu par la collectivité porteuse, prépare les "
    "séances et suit les décisions.",
    "groupe": "Le groupe de travail prépare un thème du contrat.",
}


def minutes_document(compte_rendu: CompteRendu) -> Document:
    """Return an edition of minutes: as frozen, or the draft as it stands."""
    jour = compte_rendu.valide_le or compte_rendu.reunion.le
    return build_compte_rendu(
        content_of(compte_rendu),
        jour=jour,
        etat="valide" if compte_rendu.valide else "brouillon",
        empreinte=compte_rendu.empreinte,
    )


def _minutes(reunion: Reunion) -> Document:
    found = validated_minutes(reunion)
    if found is None:
        raise ActeRefuse("Le compte rendu de cette réunion n’est pas encore validé.")
    return minutes_document(found)


def _draft(reunion: Reunion) -> Document:
    found = current_minutes(reunion)
    if found is None or found.valide:
        raise ActeRefuse("Aucun compte rendu n’est en cours d’écriture pour cette réunion.")
    return minutes_document(found)


def _convocation(reunion: Reunion) -> Document:
    agenda = list(reunion.points.values_list("libelle", flat=True))
    told = reunion.convocations.order_by("cree_le").first()
    jour = localdate(told.cree_le) if told else today()
    return build_convocation(describe(reunion), agenda, jour=jour)


def _sheet(reunion: Reunion) -> Document:
    """Return the sheet: the members of that day, with what was recorded when it was."""
    recorded = presences_of(reunion)
    noted = {one.membre_id: one for one in recorded}
    rows = [
        (
            label,
            [
                (str(one), one.nom, present_words(noted[one.pk]) if one.pk in noted else "")
                for one in group
            ],
        )
        for label, group in by_college(list(members_of(reunion)))
    ]
    quorum = read_quorum(reunion.instance, recorded).en_mots if recorded else _rule(reunion)
    return build_emargement(describe(reunion), rows, quorum, jour=reunion.le)


def _rule(reunion: Reunion) -> str:
    percent = reunion.instance.quorum
    return f"Quorum : {percent} % des voix" if percent else "Aucun quorum n’est fixé"


DESSINS: dict[str, Callable[[Reunion], Document]] = {
    "convocation": _convocation,
    "emargement": _sheet,
    "compte-rendu": _minutes,
    "projet-de-compte-rendu": _draft,
}
INTERNES = frozenset({"emargement", "projet-de-compte-rendu"})  # names, or not validated


def draw_of_reunion(reunion: Reunion, code: str, fmt: str) -> bytes:
    """Return a document of a meeting in a format; refuse what does not exist yet."""
    return _draw(DESSINS[code](reunion), fmt)


def _draw(document: Document, fmt: str) -> bytes:
    return render_court(replace(document, mention=marked(document.mention)), fmt)


def draw_reglement(instance: Instance, fmt: str) -> bytes:
    """Return the rules of a body, as of today."""
    day = today()
    contrat = instance.contrat
    members = list(instance.membres.en_cours(day).for_list())
    _, delays = rule_of_instances(contrat.region, day)
    facts = {
        "nom": instance.nom,
        "contrat": contrat.nom,
        "generation": contrat.generation,
        "territoire": contrat.dernier_perimetre.libelle,
        "role": instance.role or ROLES[instance.type],
        "president": instance.president,
        "quorum": instance.quorum,
        "seances_par_an": instance.seances_par_an,
    }
    rows = [
        (label, str(one), one.deliberative) for label, group in by_college(members) for one in group
    ]
    alerts = composition_alerts(instance, day)
    return _draw(build_reglement(facts, rows, alerts, delays.model_dump(), jour=day), fmt)


__all__ = [
    "DESSINS",
    "FORMATS",
    "INTERNES",
    "draw_of_reunion",
    "draw_reglement",
    "minutes_document",
]
