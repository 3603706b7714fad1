"""The fact that the text of a contract answers for: its nine articles are written."""

from datetime import date

from ancrage.plateforme.contrats.faits import Reponse, register_fact
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.articles import incomplete, parts_of


def articles_complets(contrat: Contrat, on: date) -> Reponse:
    """Answer: each of the nine articles was written, or its automatic text lacks nothing."""
    lacking = [
        f"{one.nom} ({', '.join(one.manques) or 'texte vide'})"
        for one in incomplete(parts_of(contrat, on))
    ]
    words = f"articles à compléter : {' ; '.join(lacking)}" if lacking else ""
    return Reponse(not lacking, "neuf articles", words)


def register_own() -> None:
    """Answer for the facts of this app."""
    register_fact("articles_complets", articles_complets)
