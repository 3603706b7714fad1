"""What the opinions on a text say on a day, and the fact that the opinion of the ARS answers."""

from datetime import date

from ancrage.plateforme.contrats.faits import Reponse
from ancrage.plateforme.contrats.gardes import valid_attestation
from ancrage.plateforme.contrats.models import AvisContrat, Contrat, Organe, SensAvis

FAITS_DES_AVIS = {Organe.COTECH: "avis_cotech", Organe.ARS: "avis_ars"}


def last_opinion(contrat: Contrat, organe: str, on: date) -> AvisContrat | None:
    """Return the last opinion given by a body by that day."""
    given = AvisContrat.objects.filter(contrat=contrat, organe=organe, rendu_le__lte=on)
    return given.select_related("fichier").order_by("-rendu_le", "-pk").first()


def pending_opinion(contrat: Contrat, organe: str) -> AvisContrat | None:
    """Return the opinion asked of a body and not given yet."""
    return AvisContrat.objects.filter(contrat=contrat, organe=organe, rendu_le__isnull=True).first()


def opinion_answer(avis: AvisContrat, on: date) -> Reponse:
    """Return what an opinion says: favourable, with reserves lifted or not, unfavourable."""
    words = f"avis {avis.get_sens_display()} du {avis.rendu_le:%d/%m/%Y} ({avis.fonction})"
    if avis.sens == SensAvis.FAVORABLE:
        return Reponse(True, words)
    if avis.sens == SensAvis.RESERVE and avis.levee_le is not None and avis.levee_le <= on:
        return Reponse(True, f"{words}, réserves levées le {avis.levee_le:%d/%m/%Y}")
    wanted = "des réserves levées" if avis.sens == SensAvis.RESERVE else "un autre avis"
    return Reponse(False, words, f"{wanted} : {words}", contraire=True)


def latest_word(contrat: Contrat, organe: Organe, on: date) -> AvisContrat | None:
    """Return the opinion that counts on a day: no file given later attests the fact instead."""
    avis = last_opinion(contrat, organe, on)
    paper = valid_attestation(contrat, FAITS_DES_AVIS[organe], on)
    if avis is None or avis.rendu_le is None:
        return None
    return None if paper is not None and paper.date > avis.rendu_le else avis


def avis_ars(contrat: Contrat, on: date) -> Reponse:
    """Answer: the ARS finds the text in conformity with the regional plan."""
    avis = latest_word(contrat, Organe.ARS, on)
    return opinion_answer(avis, on) if avis else Reponse(False)
