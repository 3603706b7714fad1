"""Gather what the document of a contract, or of an amendment, says."""

from datetime import date

from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.contrats.avis import FAITS_DES_AVIS, latest_word
from ancrage.plateforme.contrats.gardes import read_fact, valid_attestation
from ancrage.plateforme.contrats.models import Avenant, AvisContrat, Contrat, Organe, Signataire
from ancrage.plateforme.contrats.services.avenants import parties_of
from ancrage.plateforme.doctrine.lectures import plan_in_force, visas_in_force
from ancrage.plateforme.doctrine.models import TypePlan
from ancrage.plateforme.documents.articles import parts_of, trame_of
from ancrage.plateforme.documents.champs import acte_of, originals_of
from ancrage.plateforme.documents.communes import communes_dites
from ancrage.plateforme.documents.models import VersionContrat
from ancrage.plateforme.documents.programme_dit import programme_of
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.publication.documents.contrat import (
    ArticleModifie,
    MatiereAvenant,
    MatiereContrat,
    PartieEcrite,
    SignataireDit,
)
from ancrage.publication.typographie import date_longue

AVIS = {Organe.COTECH: "du comité technique", Organe.ARS: "de l’agence régionale de santé"}


def next_number(contrat: Contrat, avenant: Avenant | None) -> int:
    """Return the number of the version to come; those of an amendment are its own."""
    last = VersionContrat.objects.filter(contrat=contrat, avenant=avenant).order_by("-numero")
    return (last.values_list("numero", flat=True).first() or 0) + 1


def gather_contrat(contrat: Contrat, on: date, *, fige: bool = False) -> MatiereContrat:
    """Return all that the contract would say on a day; a draft says that it is one."""
    themes, money = programme_of(contrat)
    perimetre = contrat.dernier_perimetre
    signing = originals_of(contrat)
    numero = next_number(contrat, None)
    return MatiereContrat(
        nom=contrat.nom,
        generation=contrat.generation,
        territoire=perimetre.libelle,
        auteur=_author(contrat),
        jour=on,
        version=numero,
        trame=trame_of(contrat, on).nom,
        visas=(*_texts(contrat, on), *_opinions(contrat, on), *_acts(signing, None)),
        parties=tuple(PartieEcrite(one.cle, one.titre, one.texte) for one in parts_of(contrat, on)),
        signataires=tuple(signatory(one, None) for one in signing),
        programme=themes,
        millesime=perimetre.millesime,
        communes=communes_dites(perimetre),
        financements=money,
        fige=fige,
        mention=page_mention(numero, on, fige),
    )


def page_mention(numero: int, on: date, fige: bool) -> str:
    """Return what every page bears: a draft says so, and so does the demonstration."""
    state = f"Version {numero} figée le {date_longue(on)}" if fige else "Projet, version de travail"
    return marked(state)


def _author(contrat: Contrat) -> str:
    carriers = [str(one) for one in contrat.porteurs.select_related("organisation")]
    return ", ".join(carriers) or contrat.nom


def _texts(contrat: Contrat, on: date) -> list[str]:
    """Return the legal texts to cite, and the regional health plan."""
    found = [one.texte for one in visas_in_force(contrat.region, on=on)]
    plan = plan_in_force(contrat.region, TypePlan.PRS, on=on)
    return [*found, f"Vu le {plan.libelle} ;"] if plan else found


def _opinions(contrat: Contrat, on: date) -> list[str]:
    """Return the opinions as a contract cites them: written, attested by a file, or decided."""
    cited = (_opinion(contrat, organe, on) for organe in AVIS)
    return [one for one in cited if one]


def _opinion(contrat: Contrat, organe: Organe, on: date) -> str:
    given = latest_word(contrat, organe, on)
    if given is not None:
        return _given(given)
    answer, attested = read_fact(contrat, FAITS_DES_AVIS[organe], on)
    if not answer.tenu:
        return ""
    paper = valid_attestation(contrat, FAITS_DES_AVIS[organe], on) if attested else None
    when = f"du {date_longue(paper.date)}" if paper else f"({answer.detail})"
    return f"Vu l’avis {AVIS[organe]} {when} ;"


def _given(avis: AvisContrat) -> str:
    day = date_longue(avis.rendu_le) if avis.rendu_le else ""
    said = f"Vu l’avis {avis.get_sens_display()} {AVIS[Organe(avis.organe)]}, rendu le {day}"
    said += f" ({avis.fonction})"
    lifted = avis.levee_le
    return f"{said}, réserves levées le {date_longue(lifted)} ;" if lifted else f"{said} ;"


def _acts(signing: list[Signataire], avenant: int | None) -> list[str]:
    """Return the votes and agreements, each as it is cited."""
    said = []
    for one in signing:
        for vote in one.deliberations.all():
            if vote.avenant_id == avenant:
                after = [f"votée le {date_longue(vote.date_vote)}"]
                if vote.date_transmission:
                    sent = date_longue(vote.date_transmission)
                    after.append(f"transmise à la préfecture le {sent}")
                if vote.date_publication:
                    after.append(f"publiée le {date_longue(vote.date_publication)}")
                if vote.autorise_signature:
                    after.append("autorisant la signature")
                said.append(f"Vu la délibération n° {vote.numero} de {one}, {', '.join(after)} ;")
        said += [
            f"Vu l’accord écrit de {one} du {date_longue(accord.date)} "
            f"({accord.auteur}, {accord.fonction}) ;"
            for accord in one.accordecrits.all()
            if accord.avenant_id == avenant
        ]
    return said


def signatory(one: Signataire, avenant: int | None) -> SignataireDit:
    """Return who signs, in words, with the act that allows it."""
    return SignataireDit(
        nom=str(one.organisation),
        qualite=one.organisation.get_type_display(),
        representant=one.representant,
        fonction=one.fonction,
        delegation=one.delegation,
        acte=acte_of(one, avenant),
    )


def gather_avenant(avenant: Avenant, on: date, *, fige: bool = False) -> MatiereAvenant:
    """Return all that an amendment would say on a day."""
    contrat = avenant.contrat
    signing = parties_of(avenant)
    numero = next_number(contrat, avenant)
    titles = {f"article-{one.numero}": one.nom for one in parts_of(contrat, on) if one.numero}
    signed = contrat.date_signature
    first = [f"Vu le contrat local de santé signé le {date_longue(signed)} ;"] if signed else []
    return MatiereAvenant(
        nom=contrat.nom,
        territoire=contrat.dernier_perimetre.libelle,
        auteur=_author(contrat),
        jour=on,
        version=numero,
        numero=avenant.numero,
        objet=avenant.objet,
        motif=avenant.motif,
        date_effet=avenant.date_effet,
        visas=(*_texts(contrat, on), *first, *_acts(signing, avenant.pk)),
        signataires=tuple(signatory(one, avenant.pk) for one in signing),
        articles=tuple(
            ArticleModifie(
                titles.get(f"article-{one['article']}", f"Article {one['article']}"),
                one["avant"],
                one["apres"],
            )
            for one in sorted(avenant.articles, key=lambda one: int(one["article"]))
        ),
        changements=tuple(_changes(avenant)),
        fige=fige,
        mention=page_mention(numero, on, fige),
    )


def _changes(avenant: Avenant) -> list[tuple[str, str, str]]:
    """Return what an amendment changes besides its articles: end, perimeter, parties."""
    contrat, found = avenant.contrat, []
    end = avenant.ancienne_fin or contrat.date_fin
    if avenant.date_fin and end:
        found.append(("Terme", date_longue(end), date_longue(avenant.date_fin)))
    if avenant.perimetre:
        before = avenant.ancien_perimetre or contrat.perimetre
        gone, come = _moved(before, avenant.perimetre)
        found.append(("Périmètre", f"{_size(before)}{gone}", f"{_size(avenant.perimetre)}{come}"))
    joined = [str(one) for one in avenant.nouveaux_signataires.select_related("organisation")]
    if joined:
        found.append(("Signataires", "inchangés", f"rejoints par {', '.join(joined)}"))
    return found


def _size(perimetre: Perimetre | None) -> str:
    if perimetre is None:
        return "aucun"
    return f"{perimetre.libelle}, {len(perimetre.codes)} communes (millésime {perimetre.millesime})"


def _moved(before: Perimetre | None, after: Perimetre) -> tuple[str, str]:
    """Return the communes that leave and those that come, in words."""
    old = {one.code: one.libelle for one in before.communes.all()} if before else {}
    new = {one.code: one.libelle for one in after.communes.all()}
    gone = ", ".join(name for code, name in old.items() if code not in new)
    come = ", ".join(name for code, name in new.items() if code not in old)
    return (f" ; sortent : {gone}" if gone else ""), (f" ; entrent : {come}" if come else "")
