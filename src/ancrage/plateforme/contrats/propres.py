"""The facts that the contract itself knows: its parties, its dates, its perimeter, its posts."""

from collections.abc import Iterable
from datetime import date, timedelta

from ancrage.plateforme.contrats.avis import avis_ars
from ancrage.plateforme.contrats.etats import CLOS, SIGNES, Etat
from ancrage.plateforme.contrats.faits import Fournisseur, Reponse, register_fact
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.models import ActeAttendu, Contrat, Signataire
from ancrage.plateforme.contrats.models.parties import ARS, COLLECTIVITES
from ancrage.plateforme.doctrine.lectures import rule_in_force

UN_AN = timedelta(days=365)


def _found(missing: Iterable[str], words: str) -> Reponse:
    """Return « held » when nothing is missing, else the list of what is."""
    lacking = list(missing)
    return Reponse(not lacking, manque=f"{words} : {' ; '.join(lacking)}" if lacking else "")


def originals(contrat: Contrat) -> list[Signataire]:
    """Return who signs the contract itself, with what they signed and voted."""
    return list(
        contrat.signataires.filter(avenant__isnull=True)
        .select_related("organisation")
        .prefetch_related("deliberations", "accordecrits", "signatures")
    )


def porteur_competent(contrat: Contrat, on: date) -> Reponse:
    """Answer: at least one carrier, each with a statutory competence checked by that day."""
    porteurs = list(contrat.porteurs.select_related("organisation"))
    if not porteurs:
        return Reponse(False, manque="un porteur désigné")
    missing = [str(one) for one in porteurs if not one.is_competent(on)]
    return _found(missing, "la compétence statutaire, écrite et vérifiée, de")


def coordonnateur_recrute(contrat: Contrat, on: date) -> Reponse:
    """Answer: somebody is in post on that day."""
    return Reponse(contrat.coordonnateurs.en_cours(on).exists())


def perimetre_fige(contrat: Contrat, on: date) -> Reponse:
    """Answer: the study perimeter is frozen, communes and vintage."""
    perimetre = contrat.perimetre_etude
    return Reponse(perimetre.fige_le is not None, f"{perimetre}, millésime {perimetre.millesime}")


def perimetre_contrat_fige(contrat: Contrat, on: date) -> Reponse:
    """Answer: the contract has its own perimeter, frozen."""
    perimetre = contrat.perimetre
    return Reponse(perimetre is not None and perimetre.fige_le is not None, str(perimetre or ""))


def ecart_perimetre_explique(contrat: Contrat, on: date) -> Reponse:
    """Answer (R9): both perimeters hold the same communes, or the difference is explained."""
    if contrat.perimetre is None:
        return Reponse(False)
    same = contrat.perimetre.codes == contrat.perimetre_etude.codes
    return Reponse(same or bool(contrat.perimetre.ecart_explique.strip()))


def priorites_en_nombre(contrat: Contrat, on: date) -> Reponse:
    """Answer (R6): how many priorities were chosen, against the band of the region."""
    rule = rule_in_force(contrat.region, "R6", on=on)
    count = read_fact(contrat, "priorites_retenues", on)[0].nombre
    if rule is None or count is None:
        return Reponse(rule is None, manque="le nombre de priorités retenues")
    band, word = rule.lus, "priorité retenue" if count < 2 else "priorités retenues"
    words = f"{count} {word} ; la région en attend {band.minimum} à {band.maximum}"
    return Reponse(band.holds(count), words, f"une dérogation motivée : {words}", count)


def signataires_obligatoires(contrat: Contrat, on: date) -> Reponse:
    """Answer (R3): the ARS, a local authority, and every carrier are among the signatories."""
    signing = originals(contrat)
    types = {one.organisation.type for one in signing}
    organisations = {one.organisation_id for one in signing}
    rule = rule_in_force(contrat.region, "R3", on=on)
    required = rule.lus.obligatoires if rule else ("ars", "collectivite")
    named = {"ars": "l’ARS", "collectivite": "une collectivité", "prefecture": "la préfecture"}
    missing = [named[part] for part in required if not types & KINDS[part]]
    missing += [
        str(one)
        for one in contrat.porteurs.select_related("organisation")
        if one.organisation_id not in organisations
    ]
    return _found(missing, "parmi les signataires")


KINDS = {
    "ars": frozenset(str(one) for one in ARS),
    "collectivite": frozenset(str(one) for one in COLLECTIVITES),
    "prefecture": frozenset({"prefecture"}),
}


def prefecture_signataire(contrat: Contrat, on: date) -> Reponse:
    """Answer (R3, second half): the prefecture signs, where the region recommends it."""
    rule = rule_in_force(contrat.region, "R3", on=on)
    if rule is None or "prefecture" not in rule.lus.recommandees:
        return Reponse(True, "la région ne l’attend pas")
    return Reponse(any(one.organisation.type in KINDS["prefecture"] for one in originals(contrat)))


def signataires_restreints(contrat: Contrat, on: date) -> Reponse:
    """Answer (R17): no more signatories than the threshold, when the region set one."""
    rule = rule_in_force(contrat.region, "R17", on=on)
    most = rule.lus.maximum if rule else None
    count = len(originals(contrat))
    words = f"{count} signataires" + (f", seuil {most}" if most else "")
    missing = f"un nombre restreint de signataires ({words})"
    return Reponse(most is None or count <= most, words, missing)


NUL_SIGNATAIRE = "les signataires d’abord : sans eux, rien ne se vérifie"


def deliberations_completes(contrat: Contrat, on: date) -> Reponse:
    """Answer (R19): each local authority voted, sent, published, and authorised to sign."""
    signing = originals(contrat)
    if not signing:
        return Reponse(False, manque=NUL_SIGNATAIRE)
    return _found(
        (
            f"{one} ({', '.join(lacking)})"
            for one in signing
            if one.acte_attendu == ActeAttendu.DELIBERATION
            and (lacking := missing_of_deliberation(one, None, on))
        ),
        "des délibérations complètes",
    )


def missing_of_deliberation(one: Signataire, avenant: int | None, on: date) -> list[str]:
    """Return what the deliberation of a signatory lacks, for the contract or an amendment."""
    for deliberation in one.deliberations.all():
        if deliberation.avenant_id == avenant:
            return deliberation.missing(on)
    return ["aucune délibération"]


def accords_ecrits_recus(contrat: Contrat, on: date) -> Reponse:
    """Answer (R19): each service of the State, and each other body, agreed in writing."""
    signing = originals(contrat)
    if not signing:
        return Reponse(False, manque=NUL_SIGNATAIRE)
    return _found(
        (
            str(one)
            for one in signing
            if one.acte_attendu == ActeAttendu.ACCORD and not has_accord(one, None, on)
        ),
        "l’accord écrit de",
    )


def has_accord(one: Signataire, avenant: int | None, on: date) -> bool:
    """Say whether a signatory agreed in writing by a day."""
    return any(a.avenant_id == avenant and a.date <= on for a in one.accordecrits.all())


def signatures_recues(contrat: Contrat, on: date) -> Reponse:
    """Answer: every signatory signed by that day."""
    signing = originals(contrat)
    if not signing:
        return Reponse(False)
    return _found((str(one) for one in signing if not has_signed(one, None, on)), "la signature de")


def has_signed(one: Signataire, avenant: int | None, on: date) -> bool:
    """Say whether a signatory signed the contract, or an amendment, by a day."""
    return any(s.avenant_id == avenant and s.date <= on for s in one.signatures.all())


def duree_ecrite(contrat: Contrat, on: date) -> Reponse:
    """Answer (R20): both dates are written, and the end is still to come."""
    debut, fin = contrat.date_debut, contrat.date_fin
    if debut is None or fin is None:
        return Reponse(False)
    return Reponse(fin >= on, f"du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}", "un terme à venir")


def duree_contenue(contrat: Contrat, on: date) -> Reponse:
    """Answer (R20): from the first to the last day, no longer than the region allows.

    The duration counts whole years from the first day: 1 January 2018 to 31 December 2022 is 5.
    """
    rule = rule_in_force(contrat.region, "R20", on=on)
    debut, fin = contrat.date_debut, contrat.date_fin
    if rule is None or debut is None or fin is None:
        return Reponse(False)
    years = rule.lus.maximale
    words = f"au plus {years} ans"
    return Reponse(fin < add_years(debut, years), words, f"une durée d’{words}")


def add_years(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def debut_atteint(contrat: Contrat, on: date) -> Reponse:
    """Answer: the first day has come."""
    debut = contrat.date_debut
    return Reponse(
        debut is not None and debut <= on,
        manque=f"la date de début, le {debut:%d/%m/%Y}" if debut else "",
    )


def terme_depasse(contrat: Contrat, on: date) -> Reponse:
    """Answer: the last day is behind."""
    return Reponse(contrat.date_fin is not None and contrat.date_fin < on)


def terme_a_venir(contrat: Contrat, on: date) -> Reponse:
    """Answer: the last day is not behind."""
    return Reponse(contrat.date_fin is not None and contrat.date_fin >= on)


def evaluation_de_mi_parcours(contrat: Contrat, on: date) -> Reponse:
    """Answer: the evaluation was opened more than a year before the end."""
    opened = contrat.transitions.filter(vers=Etat.EVALUATION).order_by("-rang").first()
    if opened is None or contrat.date_fin is None:
        return Reponse(False)
    return Reponse(opened.le < contrat.date_fin - UN_AN and contrat.date_fin >= on)


def avenant_de_terme_signe(contrat: Contrat, on: date) -> Reponse:
    """Answer: the end in force comes from a signed amendment, and is still to come."""
    signed = contrat.avenants.filter(signe_le__lte=on, date_fin=contrat.date_fin)
    return Reponse(contrat.date_fin is not None and contrat.date_fin >= on and signed.exists())


def aucun_successeur_en_cours(contrat: Contrat, on: date) -> Reponse:
    """Answer: no following contract lives."""
    living = contrat.suivants.exclude(etat__in=CLOS)
    return _found((str(one) for one in living), "l’abandon du contrat suivant")


def successeur_signe(contrat: Contrat, on: date) -> Reponse:
    """Answer: a following contract was signed."""
    return Reponse(contrat.suivants.filter(etat__in=SIGNES, date_signature__lte=on).exists())


PROPRES: tuple[Fournisseur, ...] = (
    porteur_competent, coordonnateur_recrute, perimetre_fige, perimetre_contrat_fige,
    ecart_perimetre_explique, priorites_en_nombre, signataires_obligatoires,
    prefecture_signataire, signataires_restreints, deliberations_completes,
    accords_ecrits_recus, signatures_recues, duree_ecrite, duree_contenue, debut_atteint,
    terme_depasse, terme_a_venir, evaluation_de_mi_parcours, avenant_de_terme_signe,
    aucun_successeur_en_cours, successeur_signe,
)  # fmt: skip


def register_own() -> None:
    """Answer for the facts of this app: each function bears the code of its fact."""
    for provider in PROPRES:
        register_fact(provider.__name__, provider)
    register_fact("avis_ars", avis_ars, attestable=True)
