"""What a contract knows, as the plain fields that the template names."""

from collections.abc import Sequence
from datetime import date, timedelta

from ancrage.plateforme.contrats.engagements import engagements_of
from ancrage.plateforme.contrats.models import Contrat, Engagement, Signataire
from ancrage.plateforme.contrats.propres import add_years
from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.doctrine.models import PlanRegional
from ancrage.plateforme.documents.communes import communes_dites, portrait_of
from ancrage.plateforme.prefiguration.lectures import agreed_on, follow_up
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import DemarcheLiee, FicheAction, LienPrs, Objectif
from ancrage.plateforme.territoires.models import TypeQuartier
from ancrage.publication.typographie import date_longue, enumeration, nombre

Valeurs = dict[str, str | Sequence[str]]
# The steps of a life that a contract tells, in its own words.
ETAPES = {
    "engager_prefiguration": "préfiguration engagée",
    "restituer_dls": "diagnostic restitué",
    "ouvrir_priorisation": "forum santé tenu, priorisation ouverte",
    "ouvrir_ateliers": "priorités retenues, ateliers ouverts",
    "ouvrir_redaction": "fiches actions achevées, rédaction ouverte",
}


def champs_of(contrat: Contrat, on: date) -> Valeurs:
    """Return every field that is known; the others are absent or empty."""
    return {
        **_territoire(contrat),
        **_preparation(contrat),
        **_parties(contrat),
        **_objet(contrat, on),
        **_duree(contrat),
        **_moyens(contrat, on),
        "demarches": [_demarche(one) for one in DemarcheLiee.objects.of(contrat)],
        "engagements": [_engagement(one) for one in engagements_of(contrat)],
        "suivi_elaboration": _suivi(contrat, on),
    }


def _suivi(contrat: Contrat, on: date) -> list[str]:
    """Return the agreed indicators of the elaboration (R13); none while a side has not agreed."""
    if agreed_on(contrat, on) is None:
        return []
    return [f"{one.indicateur.nom} ({one.cible})" for one in follow_up(contrat, on)]


def _demarche(one: DemarcheLiee) -> str:
    said = f"{one.nom}, {one.get_type_display()}"
    said += f", porté par {one.organisme}" if one.organisme else ""
    said += f", depuis le {date_longue(one.depuis)}" if one.depuis else ""
    said += f", jusqu’au {date_longue(one.jusqu_au)}" if one.jusqu_au else ""
    words = " ".join(one.prise_en_compte.split()).rstrip(". ;")
    return f"{said} : {words}" if words else said


def _engagement(one: Engagement) -> str:
    words = " ".join(one.texte.split()).rstrip(". ;")
    said = f"{one.signataire}, {one.get_nature_display()} : {words}"
    said += f" ({one.quantite})" if one.quantite else ""
    return f"{said}, d’ici au {date_longue(one.echeance)}" if one.echeance else said


def _territoire(contrat: Contrat) -> Valeurs:
    perimetre = contrat.dernier_perimetre
    communes = communes_dites(perimetre)
    quarters = list(perimetre.quartiers.all())
    epci = sorted({one.epci for one in communes if one.epci})
    count = len(communes)
    aires = [one.code for one in contrat.aires.all()]
    departements = sorted(c.partition(":")[2] for c in aires if c.startswith("departement:"))
    kind = "départements" if len(departements) > 1 else "département"
    said = f" ({kind} {enumeration(departements)})" if departements else ""
    return {
        "nombre_communes": f"{nombre(count)} commune{'s' if count > 1 else ''}" if count else "",
        "millesime": str(perimetre.millesime),
        "departements_dits": said,
        "epci_dits": enumeration(epci),
        "portrait": portrait_of(perimetre),
        # The perimeter of the study is no perimeter of a contract until somebody says so.
        "perimetre": contrat.perimetre.libelle if contrat.perimetre else "",
        "ecart": contrat.perimetre.ecart_explique if contrat.perimetre else "",
        "quartiers": [
            f"{one.libelle} ({one.code})"
            for one in quarters
            if one.type == TypeQuartier.PRIORITAIRE
        ],
        "veille": [one.libelle for one in quarters if one.type == TypeQuartier.VEILLE_ACTIVE],
    }


def _preparation(contrat: Contrat) -> Valeurs:
    found: Valeurs = {
        "etapes": [
            f"{ETAPES[one.acte]}, le {date_longue(one.le)}"
            for one in contrat.transitions.order_by("rang")
            if one.acte in ETAPES
        ],
        "besoins": [f"{one.code} {one.libelle}" for one in contrat.besoins.all()],
    }
    before = contrat.contrat_precedent
    if before is not None and before.date_signature is not None:
        found |= {"precedent": before.nom, "precedent_signe": date_longue(before.date_signature)}
    edition = edition_of(contrat)
    if edition is not None:
        found |= {
            "diagnostic": edition.diagnostic.libelle,
            "diagnostic_edition": str(edition.numero),
            "diagnostic_date": date_longue(edition.publiee_le),
            "diagnostic_operateur": edition.diagnostic.operateur.nom,
        }
    return found


def edition_of(contrat: Contrat) -> Edition | None:
    """Return the edition in force of the diagnosis made on the study perimeter of a contract."""
    found: Edition | None = (
        Edition.objects.in_force()
        .filter(diagnostic__perimetre=contrat.perimetre_etude_id)
        .select_related("diagnostic__operateur")
        .order_by("-publiee_le")
        .first()
    )
    return found


def _parties(contrat: Contrat) -> Valeurs:
    return {
        "signataires": [_party(one) for one in originals_of(contrat)],
        "partenaires": [
            str(one.organisation)
            for one in contrat.partenaires.filter(jusqu_au__isnull=True).select_related(
                "organisation"
            )
        ],
    }


def originals_of(contrat: Contrat) -> list[Signataire]:
    """Return who signs the contract itself, in order, with what they voted or wrote."""
    return list(
        contrat.signataires.filter(avenant__isnull=True)
        .select_related("organisation", "contrat")
        .prefetch_related(
            "deliberations__fichier", "accordecrits__fichier", "signatures__rapprochement"
        )
        .order_by("rang", "pk")
    )


def _party(one: Signataire) -> str:
    kind = one.organisation.get_type_display()
    said = f"{one.organisation} ({kind}), représenté par {one.representant}, {one.fonction}"
    said += f", par délégation ({one.delegation})" if one.delegation else ""
    acte = acte_of(one, None)
    return f"{said}, en vertu de : {acte}" if acte else said


def acte_of(one: Signataire, avenant: int | None) -> str:
    """Return the act that lets a signatory sign, in words; nothing while there is none."""
    for vote in one.deliberations.all():
        if vote.avenant_id == avenant:
            return f"délibération n° {vote.numero} du {date_longue(vote.date_vote)}"
    for accord in one.accordecrits.all():
        if accord.avenant_id == avenant:
            return f"accord écrit du {date_longue(accord.date)} ({accord.fonction})"
    return ""


def _objet(contrat: Contrat, on: date) -> Valeurs:
    objectifs: dict[int, list[str]] = {}
    for one in Objectif.objects.filter(axe__contrat=contrat, parent__isnull=True):
        objectifs.setdefault(one.axe_id, []).append(one.libelle)
    axes = [
        f"{axe.libelle} : {' ; '.join(objectifs[axe.pk])}" if axe.pk in objectifs else axe.libelle
        for axe in contrat.axes.all()
    ]
    plans = PlanRegional.objects.in_force(contrat.region, on)
    links = LienPrs.objects.filter(fiche__contrat=contrat).exclude(
        fiche__statut=StatutAction.ABANDONNEE
    )
    declined = links.values_list("objectif_regional__code", "objectif_regional__libelle").distinct()
    return {
        "axes": axes,
        "priorites": [one.libelle for one in contrat.priorites.filter(decidee_le__isnull=False)],
        "plans": [one.libelle for one in plans],
        "objectifs_regionaux": [f"{code} {said}" for code, said in sorted(set(declined))],
    }


def _duree(contrat: Contrat) -> Valeurs:
    debut, fin = contrat.date_debut, contrat.date_fin
    return {
        "date_debut": date_longue(debut) if debut else "",
        "date_fin": date_longue(fin) if fin else "",
        "duree": duration_in_words(debut, fin) if debut and fin else "",
    }


def duration_in_words(debut: date, fin: date) -> str:
    """Return a duration, from the first to the last day: whole years, else months."""
    after = fin + timedelta(days=1)
    years = next((n for n in range(1, 31) if add_years(debut, n) == after), 0)
    if years:
        return f"{years} an{'s' if years > 1 else ''}"
    months = (after.year - debut.year) * 12 + after.month - debut.month
    exact = after.day == debut.day
    return f"{months} mois" if exact else f"environ {max(months, 1)} mois"


def _moyens(contrat: Contrat, on: date) -> Valeurs:
    fiches = FicheAction.objects.of(contrat).exclude(statut=StatutAction.ABANDONNEE)
    count = fiches.count()
    etp = sum(one.etp for one in contrat.coordonnateurs.en_cours(on))
    funded = fiches.filter(financements__isnull=False).exists()
    words = "fiche action" if count == 1 else "fiches actions"
    return {
        "nombre_fiches": f"{nombre(count)} {words}" if count else "",
        "etp_coordination": nombre(float(etp), 2) if etp else "",
        "financements": "oui" if funded else "",
    }
