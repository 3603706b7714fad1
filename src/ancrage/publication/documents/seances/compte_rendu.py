"""The minutes of a meeting, in the eleven headings of their template."""

from datetime import date

from ancrage.publication.documents.blocs import Bloc, Document, Etat, Section, texte
from ancrage.publication.documents.seances.communs import (
    Contenu,
    make_document,
    paragraphs,
    points,
    short_day,
    table,
    when_of,
)

RIEN = "Rien n’est écrit dans cette rubrique."


def build_compte_rendu(contenu: Contenu, *, jour: date, etat: Etat, empreinte: str) -> Document:
    """Return the minutes: eleven headings, always all of them, in the order of the template."""
    reunion = contenu["reunion"]
    blocs = (
        ("Séance", _heading(contenu)),
        ("Présents et excusés, par collège", _attendance(contenu)),
        ("Ordre du jour et échanges", _agenda(contenu)),
        ("Décisions précédentes et suites", _former(contenu)),
        ("État d’avancement", _written(contenu, "avancement")),
        ("Chiffres clés", _written(contenu, "chiffres_cles")),
        ("Budget", _written(contenu, "budget")),
        ("Points de vigilance", _written(contenu, "vigilance")),
        ("Relevé de décisions", _decisions(contenu)),
        ("Prochaine séance", _written(contenu, "prochaine")),
        ("Annexes", _written(contenu, "annexes")),
    )
    sections = [
        Section(title, 1, content, str(rank)) for rank, (title, content) in enumerate(blocs, 1)
    ]
    edition = f"édition {contenu['edition']}{', validée' if empreinte else ''}"
    mention = f"Empreinte {empreinte[:16]}…" if empreinte else "Brouillon, non validé"
    title = "Compte rendu"
    return make_document(
        title, reunion, sections, jour=jour, etat=etat, edition=edition, mention=mention,
        description="Compte rendu de séance : présences, avancement, décisions numérotées.",
    )  # fmt: skip


def _heading(contenu: Contenu) -> tuple[Bloc, ...]:
    reunion = contenu["reunion"]
    lines = [
        f"Date : {when_of(reunion)}.",
        f"Lieu : {reunion['lieu']}.",
        f"Territoire : {reunion['territoire']}.",
    ]
    if contenu["motif"]:
        lines.append(f"Cette édition corrige la précédente : {contenu['motif']}.")
    return (points(lines),)


def _attendance(contenu: Contenu) -> tuple[Bloc, ...]:
    rows = [
        (college, who, state) for college, members in contenu["presences"] for who, state in members
    ]
    if not rows:
        return (texte("Les présences ne sont pas encore notées."),)
    found = table(
        "presences", "Présences", ("Collège", "Organisation et fonction", "Présence"), rows,
        (1.4, 3, 1.6),
    )  # fmt: skip
    return (found, texte(f"{contenu['quorum']}."))


def _agenda(contenu: Contenu) -> tuple[Bloc, ...]:
    agenda = contenu["ordre_du_jour"]
    head: tuple[Bloc, ...] = (points(agenda, numbered=True),) if agenda else ()
    said = paragraphs(contenu["echanges"])
    return (*head, *((texte("Échanges", "intertitre"), *said) if said else ())) or (texte(RIEN),)


def _former(contenu: Contenu) -> tuple[Bloc, ...]:
    rows = [
        (f"n° {one['numero']}", one["quoi"], one["qui"], one["etat"], one["suites"])
        for one in contenu["precedentes"]
    ]
    if not rows:
        return (texte("Aucune décision antérieure n’est ouverte."),)
    heads = ("N°", "Décision", "Qui", "État", "Suites")
    return (table("precedentes", "Suites des décisions", heads, rows, (0.7, 3, 2, 1.1, 2.2)),)


def _decisions(contenu: Contenu) -> tuple[Bloc, ...]:
    rows = [
        (f"n° {one['numero']}", one["quoi"], one["qui"], short_day(one["quand"]) or "sans date")
        for one in contenu["decisions"]
    ]
    if not rows:
        return (texte("La séance n’a pris aucune décision."),)
    heads = ("N°", "Quoi", "Qui", "Quand")
    return (table("decisions", "Décisions de la séance", heads, rows, (0.7, 4, 2.4, 1.2)),)


def _written(contenu: Contenu, name: str) -> tuple[Bloc, ...]:
    return paragraphs(contenu[name]) or (texte(RIEN),)
