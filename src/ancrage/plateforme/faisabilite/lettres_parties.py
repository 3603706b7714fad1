"""The parts of each letter: what the site knows is written, the rest is a frame to fill."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.faits import roles_in_words
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.cycle import Echeance
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.faisabilite.contenu import content_of
from ancrage.plateforme.faisabilite.lettres_prefiguration import (
    COLLECTIVITE,
    coleads,
    support_plan,
)
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.moyens import etp
from ancrage.plateforme.faisabilite.parties import known_date, named, paragraphs
from ancrage.plateforme.prefiguration.lectures import copilotes_of
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

MISSIONS = (
    "animer la préfiguration, le diagnostic, les ateliers et la rédaction du contrat ;",
    "préparer et suivre le comité de pilotage et le comité technique ;",
    "faire vivre le plan d’actions : fiches, budgets, indicateurs, relances ;",
    "associer les habitants, les professionnels et les associations ;",
    "rendre compte chaque année à l’agence et aux collectivités.",
)
VOLETS = {
    "quantitatif": "quantitatif", "qualitatif": "qualitatif", "ressources": "ressources",
    "delta": "ce qui a évolué (delta)",
}  # fmt: skip


def engagement(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return what the élus commit themselves to: territory, carriers, co-leads, means, dates."""
    note = _note(contrat, on)
    return (
        Section("Notre engagement", 1, (
            texte(f"Nous engageons la préfiguration du contrat local de santé « {contrat.nom} », "
                  f"sur {_territory(contrat)}."),
            *_carriers(contrat),
        )),
        Section("Copilotage technique", 2, coleads(contrat, note, on)),
        *support_plan(contrat, "Accompagnement des élus"),
        Section("Moyens", 2, _means(note)),
        Section("Calendrier", 2, _calendar(contrat, note, on)),
        _signature("les élus du porteur"),
    )  # fmt: skip


def poste(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return the job of the coordinator: missions, time, employer, bodies, training."""
    held = list(contrat.coordonnateurs.en_cours(on).select_related("employeur"))
    posts = tuple(
        texte(f"Employeur : {one.employeur}. Temps de travail : {etp(one.etp)}, depuis le "
              f"{date_longue(one.debut)}.")
        for one in held
    )  # fmt: skip
    vacant = ARemplir(
        "Poste à pourvoir", "Employeur, temps de travail, date de prise de poste.", COLLECTIVITE
    )
    rules = [rule_in_force(contrat.region, code, on=on) for code in ("R15", "R16", "R21")]
    return (
        Section("Le poste", 1, (texte(f"Contrat : {contrat.nom}, {_territory(contrat)}."),
                                *(posts or (vacant,)))),
        Section("Missions", 2, (Liste(tuple(Point((Morceau(one),)) for one in MISSIONS)),)),
        *_working_with(contrat, on),
        Section("Instances et financement", 2,
                tuple(texte(f"{one.code} : {one.enonce}") for one in rules if one)
                or (ARemplir("Instances", "Composition et rythme.", COLLECTIVITE),)),
        Section("Formation", 2, (texte("Une formation de prise de poste est prévue, par exemple "
                                       "celle de l’EHESP."),)),
        *support_plan(contrat, "Plan d’accompagnement des élus à conduire"),
        _signature("l’employeur et le coordonnateur"),
    )  # fmt: skip


def renouvellement(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return the frame of a renewal: a light diagnosis, what has really changed (R7, R11)."""
    parts, limit = (rule_in_force(contrat.region, code, on=on) for code in ("R7", "R11"))
    words = []
    if parts and parts.parametres.get("renouvellement"):
        wanted = enumeration([VOLETS[one] for one in parts.lus.renouvellement])
        words.append(f"Volets du diagnostic de renouvellement (R7) : {wanted}.")
    if limit:
        most = limit.parametres.get("maximum")
        words.append(f"{limit.enonce}" + (f" Au plus {most} indicateurs (R11)." if most else ""))
    rank = ordinal(contrat.generation + 1, feminin=True)
    end = f" Il finit le {date_longue(contrat.date_fin)}." if contrat.date_fin else ""
    return (
        Section("Le contrat qui s’achève", 1, (
            texte(f"« {contrat.nom} », {ordinal(contrat.generation, feminin=True)} génération, "
                  f"couvre {_territory(contrat)}.{end} Le suivant sera de {rank} génération."),
            *_carriers(contrat),
        )),
        Section("Un diagnostic léger", 2, tuple(texte(one) for one in words)
                or (ARemplir("Diagnostic", "Ce qui sera mesuré à nouveau.", "l’observatoire"),)),
        Section("Ce que l’on garde, ce que l’on change", 2, (ARemplir(
            "Enseignements", "De l’évaluation, action par action.", "le comité de pilotage"),)),
        Section("Calendrier", 2, _duties(contrat, on)
                or (ARemplir("Calendrier", "Diagnostic, priorités, signature.", COLLECTIVITE),)),
    )  # fmt: skip


def fin(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return why a contract stopped, as its last step recorded it, and what follows."""
    last = contrat.transitions.order_by("rang").last()
    what = "n’est pas reconduit" if contrat.etat == Etat.NON_RECONDUIT else "est abandonné"
    blocs: tuple[Bloc, ...] = ()
    if last is not None:
        held = roles_in_words(frozenset(last.roles.split(", ")))
        by = f", par : {held}" if held else ""
        blocs = (
            texte(f"« {contrat.nom} » {what} depuis le {date_longue(last.le)}{by}."),
            texte(f"Motif : {last.get_motif_code_display()}."),
            *paragraphs(last.motif),
        )
    return (
        Section("Décision et motif", 1, blocs),
        Section("Le contrat", 2, (texte(f"Territoire : {_territory(contrat)}."),
                                  *_carriers(contrat))),
        Section("Suites", 2, (ARemplir(
            "Suites", "Ce que deviennent les actions, le poste, les partenaires, les archives.",
            "le comité de pilotage"),)),
        _signature("l’agence et le porteur"),
    )  # fmt: skip


# --- what several letters say


def _note(contrat: Contrat, on: date) -> dict[str, Any] | None:
    found = NoteFaisabilite.objects.of(contrat).select_related("perimetre").first()
    return content_of(found, on) if found else None


def _territory(contrat: Contrat) -> str:
    count = len(contrat.dernier_perimetre.codes)
    return f"{contrat.dernier_perimetre.libelle}, {count} commune{'s' if count > 1 else ''}"


def _carriers(contrat: Contrat) -> tuple[Bloc, ...]:
    rows = [
        (str(one.organisation), f": {one.competence_statutaire}" if one.competence_statutaire
         else ": compétence à vérifier")
        for one in contrat.porteurs.select_related("organisation")
    ]  # fmt: skip
    return (texte("Porteurs et compétence statutaire", "intertitre"), *named(rows)) if rows else ()


def _means(note: dict[str, Any] | None) -> tuple[Bloc, ...]:
    if note is None or not note["moyens"]["lignes"]:
        return (ARemplir("Moyens", "Poste, temps de travail, financeurs.", COLLECTIVITE),)
    rows = [
        (one["libelle"], f"({one['mot']}{', ' + etp(float(one['etp'])) if one['etp'] else ''})")
        for one in note["moyens"]["lignes"]
    ]
    half = note["moyens"]["demi_poste"]
    return (*named(rows), *((texte(half["explication"], "note"),) if half["ouvert"] else ()))


def _calendar(contrat: Contrat, note: dict[str, Any] | None, on: date) -> tuple[Bloc, ...]:
    steps = named(
        [
            (f"{known_date(one['date'], one['precision']).capitalize()} :", one["libelle"])
            for one in (note["jalons"] if note else ())
        ]
    )
    return (*steps, *_duties(contrat, on)) or (
        ARemplir("Calendrier", "Diagnostic, délibérations, recrutement.", COLLECTIVITE),
    )


def _duties(contrat: Contrat, on: date) -> tuple[Bloc, ...]:
    rows: Iterable[Echeance] = Echeance.objects.of(contrat).ouvertes(on)
    return named([(f"{date_longue(one.date)} :", one.libelle) for one in rows])


def _working_with(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return with whom the coordinator leads the préfiguration, once they are named."""
    if contrat.is_signed or not copilotes_of(contrat, on):
        return ()
    return (Section("Avec les copilotes", 2, coleads(contrat, None, on)),)


def _signature(who: str) -> Section:
    return Section("Signatures", 2, (ARemplir(
        "Fait à, le", "Nom, fonction et signature.", who, place=True),))  # fmt: skip
