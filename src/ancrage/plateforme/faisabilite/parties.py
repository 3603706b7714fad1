"""The text of each part of a note, from its content: blocks, formatted once for every format."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ancrage.plateforme.faisabilite.listes import PrecisionDate, Rubrique
from ancrage.plateforme.faisabilite.parties_tableaux import (
    cadrage,
    conditions,
    facteurs,
    moyens,
    scenarios,
)
from ancrage.publication.documents.blocs import Bloc, Liste, Morceau, Point, texte
from ancrage.publication.typographie import date_longue, enumeration

Contenu = Mapping[str, Any]
TRIMESTRES = ("premier", "deuxième", "troisième", "quatrième")


def paragraphs(words: str) -> tuple[Bloc, ...]:
    """Return one paragraph per line."""
    return tuple(texte(line.strip()) for line in words.splitlines() if line.strip())


def bullets(words: str) -> tuple[Bloc, ...]:
    """Return the lines of a text as a list; a single line stays a paragraph."""
    lines = [line.strip(" \t-–•") for line in words.splitlines() if line.strip(" \t-–•")]
    if len(lines) < 2:
        return paragraphs(words)
    return (Liste(tuple(Point((Morceau(line),)) for line in lines)),)


def named(rows: list[tuple[str, str]]) -> tuple[Bloc, ...]:
    """Return a list whose points start with a bold name."""
    points = tuple(
        Point((Morceau(nom, gras=True), *((Morceau(f" {suite}"),) if suite else ())))
        for nom, suite in rows
    )
    return (Liste(points),) if points else ()


def long_day(iso: str) -> str:
    """Return « 18 novembre 2022 »."""
    return date_longue(date.fromisoformat(iso)) if iso else ""


def known_date(iso: str, precision: str) -> str:
    """Return a date as precisely as it is known: « premier trimestre 2023 »."""
    day = date.fromisoformat(iso)
    if precision == PrecisionDate.ANNEE:
        return str(day.year)
    if precision == PrecisionDate.TRIMESTRE:
        return f"{TRIMESTRES[(day.month - 1) // 3]} trimestre {day.year}"
    if precision == PrecisionDate.MOIS:
        return date_longue(day.replace(day=2)).partition("\u00a0")[2]
    return date_longue(day)


def _objet(contenu: Contenu) -> tuple[Bloc, ...]:
    meeting = ""
    if contenu["date_rencontre"]:
        place = f", {contenu['lieu']}" if contenu["lieu"] else ""
        meeting = f"Rencontre du {long_day(contenu['date_rencontre'])}{place}."
    seen = f"Présents : {contenu['participants']}" if contenu["participants"] else ""
    count = len(contenu["communes"])
    area = (
        f"Territoire étudié : {contenu['territoire']}, {count} commune{'s' if count > 1 else ''} "
        f"(millésime {contenu['millesime']})."
    )
    tied = f"Contrat : {contenu['contrat']}." if contenu["contrat"] else ""
    return tuple(
        bloc for words in (contenu["objet"], meeting, seen, area, tied) for bloc in
        paragraphs(words)
    )  # fmt: skip


def _cadre(contenu: Contenu) -> tuple[Bloc, ...]:
    visas = tuple(Point((Morceau(words),)) for words in contenu["visas"])
    head = (
        "Le contrat local de santé est la déclinaison du projet régional de santé à l’échelle "
        "d’un territoire."
    )
    return (texte(head), *((Liste(visas),) if visas else ()), *paragraphs(contenu["cadre"]))


def _pilotage(contenu: Contenu) -> tuple[Bloc, ...]:
    rows = [
        (one["organisation"], "(signature obligatoire)" if one["obligatoire"] else "(associé)")
        for one in contenu["signataires"]
    ]
    return (
        *paragraphs(contenu["pilotage"]), *named(rows),
        *paragraphs(contenu["moyens"]["regles"]["R17"]),
    )  # fmt: skip


def _champs(contenu: Contenu) -> tuple[Bloc, ...]:
    words = f"Domaines : {enumeration(contenu['domaines'])}." if contenu["domaines"] else ""
    also = f"Déterminants visés : {contenu['determinants']}." if contenu["determinants"] else ""
    return (*paragraphs(words), *paragraphs(also))


def _acteurs(contenu: Contenu) -> tuple[Bloc, ...]:
    studied = len(contenu["communes"])
    return tuple(bloc for one in contenu["acteurs"] for bloc in _actor(one, studied))


def _actor(one: Mapping[str, Any], studied: int) -> tuple[Bloc, ...]:
    dates = " à ".join(long_day(day) for day in (one["debut"], one["fin"]) if day)
    facts = [dates] if dates else []
    if one["communes"]:
        beside = f" ; le périmètre étudié en compte {studied}" if one["communes"] != studied else ""
        facts.append(f"{one['communes']} communes mobilisées{beside}")
    source = f"Source : {one['source']}." if one["source"] else ""
    foot = ". ".join(filter(None, ("; ".join(facts).capitalize(), source)))
    return (
        texte(f"{one['type']} – {one['nom']}", "intertitre"),
        *bullets(one["realise"]),
        *((texte(foot, "note"),) if foot else ()),
    )


def _calendrier(contenu: Contenu) -> tuple[Bloc, ...]:
    rows = [
        (f"{known_date(one['date'], one['precision']).capitalize()} :", one["libelle"])
        for one in contenu["jalons"]
    ]
    return named(rows)


def _competence(contenu: Contenu) -> tuple[Bloc, ...]:
    carrier = f"Porteur pressenti : {contenu['porteur']}." if contenu["porteur"] else ""
    dated = f" (statuts du {long_day(contenu['statuts_du'])})" if contenu["statuts_du"] else ""
    said = (
        f"Compétence statutaire : {contenu['competence']}{dated}" if contenu["competence"] else ""
    )
    checked = [
        (one["porteur"], f": {one['texte']}, statuts du {long_day(one['statuts_du'])}, vérifiée "
         f"le {long_day(one['verifiee_le'])}" if one["verifiee_le"]
         else ": compétence à vérifier dans le contrat")
        for one in contenu["competences"]
    ]  # fmt: skip
    opinion: tuple[Bloc, ...] = ()
    if contenu["avis"]:
        head = f"Avis de la délégation départementale : {contenu['avis']}"
        day = f"Donné le {long_day(contenu['avis_le'])}."
        opinion = (
            texte(head, "intertitre"),
            *paragraphs(contenu["avis_motif"]),
            texte(day, "note"),
        )
    return (*paragraphs(carrier), *paragraphs(said), *named(checked), *opinion, *_decided(contenu))


def _decided(contenu: Contenu) -> tuple[Bloc, ...]:
    found = contenu["decision"]
    if not found:
        return ()
    head = f"Décision du siège de l’agence : {found['sens']}"
    day = f"Décidée le {long_day(found['le'])}."
    return (texte(head, "intertitre"), *paragraphs(found["motif"]), texte(day, "note"))


def _exemples(contenu: Contenu) -> tuple[Bloc, ...]:
    blocs: list[Bloc] = []
    for one in contenu["exemples"]:
        years = f" ({one['periode']})" if one["periode"] else ""
        blocs += [texte(f"{one['nom']}{years}", "intertitre"), *bullets(one["contenu"])]
        blocs += [texte(one["lien"], "note")] if one["lien"] else []
    if contenu["liens"]:
        blocs += [texte("Pour en savoir plus", "intertitre"), *bullets(contenu["liens"])]
    return tuple(blocs)


PARTIES: dict[str, Callable[[Contenu], tuple[Bloc, ...]]] = {
    Rubrique.OBJET: _objet,
    Rubrique.CADRE: _cadre,
    Rubrique.OBJECTIFS: lambda contenu: bullets(contenu["objectifs"]),
    Rubrique.DEMARCHE: lambda contenu: bullets(contenu["demarche"]),
    Rubrique.PILOTAGE: _pilotage,
    Rubrique.CHAMPS: _champs,
    Rubrique.FACTEURS: facteurs,
    Rubrique.CONDITIONS: conditions,
    Rubrique.ACTEURS: _acteurs,
    Rubrique.CADRAGE: lambda contenu: (*cadrage(contenu), *paragraphs(contenu["lecture_cadrage"])),
    Rubrique.PERIMETRES: scenarios,
    Rubrique.MOYENS: moyens,
    Rubrique.CALENDRIER: _calendrier,
    Rubrique.COMPETENCE: _competence,
    Rubrique.EXEMPLES: _exemples,
}
