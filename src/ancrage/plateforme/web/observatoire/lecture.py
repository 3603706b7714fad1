"""What the pages of a dimension list: values filtered and sorted as the address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ancrage.plateforme.observations.profils import Valeur
from ancrage.plateforme.web.observatoire.presentation import SLUGS, TITRES, row_of
from ancrage.plateforme.web.observatoire.references import REFERENCES, against_words
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.typographie import enumeration

VERDICTS = {
    "superieur": "plus élevé",
    "inferieur": "plus faible",
    "non_different": "sans différence établie",
    "non_concluant": "non concluant",
}
MONTRE = {"chiffre": "avec un chiffre", "sans": "sans chiffre"}
TRIS = {"": "ordre du diagnostic", "libelle": "indicateur", "verdict": "verdict"}
SEXES = {"ensemble": "ensemble", "femmes": "femmes", "hommes": "hommes"}
_RANG_VERDICT = {"superieur": 0, "inferieur": 1, "non_different": 2, "non_concluant": 3, "": 4}


@dataclass(frozen=True, slots=True)
class Choix:
    """What the reader asked of a table; every choice is in the address, and can be taken off."""

    verdict: str = ""
    montre: str = ""
    sexe: str = ""
    reference: str = ""
    tri: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Choix":
        """Return the choices of an address; an unknown one counts as none."""
        closed = {
            "verdict": VERDICTS,
            "montre": MONTRE,
            "sexe": SEXES,
            "reference": REFERENCES,
            "tri": TRIS,
        }
        return cls(
            **{
                name: query.get(name, "")
                for name, known in closed.items()
                if query.get(name) in known
            }
        )

    @property
    def actifs(self) -> list[tuple[str, str]]:
        """Return the active filters: their label, and the address without them."""
        labels = {
            "verdict": VERDICTS.get(self.verdict, ""),
            "montre": MONTRE.get(self.montre, ""),
            "sexe": SEXES.get(self.sexe, ""),
            "reference": f"face à : {REFERENCES[self.reference]}" if self.reference else "",
        }
        return [(label, self.url(**{name: ""})) for name, label in labels.items() if label]

    def url(self, **changes: str) -> str:
        """Return the query string with some choices changed."""
        values = {
            "verdict": self.verdict,
            "montre": self.montre,
            "sexe": self.sexe,
            "reference": self.reference,
            "tri": self.tri,
        }
        kept = {name: value for name, value in (values | changes).items() if value}
        return "?" + urlencode(kept)

    def keeps(self, valeur: Valeur, row: Mapping[str, Any]) -> bool:
        """Say whether a line passes the filters."""
        return (
            (not self.verdict or row["verdict"] == self.verdict)
            and (not self.montre or row["montre"] == (self.montre == "chiffre"))
            and (not self.sexe or valeur.sexe == self.sexe)
        )


def rows_of_dimension(
    contexte: Contexte, valeurs: Sequence[Valeur], choix: Choix
) -> list[dict[str, Any]]:
    """Return the lines of a dimension as chosen; the order of the diagnosis by default."""
    pairs = [(valeur, row_of(contexte, valeur)) for valeur in valeurs]
    rows = [row for valeur, row in pairs if choix.keeps(valeur, row)]
    if choix.tri == "libelle":
        rows.sort(key=lambda row: (str(row["libelle"]).casefold(), row["sexe"]))
    elif choix.tri == "verdict":
        rows.sort(key=lambda row: _RANG_VERDICT[str(row["verdict"])])
    return rows


def sum_up(contexte: Contexte, valeurs: Sequence[Valeur], reference: str = "") -> str:
    """Return in a sentence or two how many values there are, and how they stand.

    The lead of the document counts in words and says « verdict »; a page is read by anybody.
    """
    shown = [v for v in valeurs if v.shown]
    borrowed = sum(v.status == "emprunte" for v in shown)
    if not shown:
        return "Aucune valeur à montrer : chacune est masquée, absente ou sans objet."
    text = _plural(len(shown), "valeur")
    if borrowed == len(shown):
        text += " d’un territoire plus grand, faute de donnée plus fine"
    elif borrowed:
        text += f", dont {borrowed} d’un territoire plus grand"
    place = against_words(contexte, reference)
    verdicts = [c.verdict for v in shown if (c := contexte.main(v)) and c.verdict]
    if not verdicts:
        return f"{text}. {_without_verdict(len(shown), borrowed, place)}"
    words = dict(_LUS)
    if len(verdicts) == 1:
        return f"{text}. La seule comparée {place} est {words[verdicts[0]]}."
    counted = [_plural(verdicts.count(code), one) for code, one in _LUS if verdicts.count(code)]
    return f"{text}. Sur {len(verdicts)} comparées {place} : {enumeration(counted)}."


_LUS = (
    ("superieur", "plus élevée"),
    ("inferieur", "plus faible"),
    ("non_different", "sans différence établie"),
    ("non_concluant", "sans conclusion possible, faute d’effectif"),
)


def _plural(count: int, words: str) -> str:
    """Return « 2 plus élevées »: the last word agrees, unless the words are fixed."""
    fixed = words.startswith("sans")
    return f"{count} {words}{'s' if count > 1 and not fixed else ''}"


def _without_verdict(shown: int, borrowed: int, place: str) -> str:
    if borrowed == shown:
        which = "Elle décrit" if shown == 1 else "Elles décrivent"
        return f"{which} un territoire plus grand : rien de propre à celui-ci à comparer."
    left = shown - borrowed
    if left == 1:
        which = "L’autre ne se compare pas" if borrowed else "Elle ne se compare pas"
    else:
        which = f"Aucune des {left} autres ne se compare" if borrowed else "Aucune ne se compare"
    why = "sa page dit" if left == 1 else "la page de chacune dit"
    return f"{which} {place} par un test : {why} pourquoi."


def list_dimensions(contexte: Contexte) -> list[dict[str, Any]]:
    """Return each dimension with its one-sentence summary; an empty one says what it awaits."""
    found = []
    for numero, titre in TITRES.items():
        valeurs = contexte.chapitre(numero)
        found.append(
            {
                "slug": SLUGS[numero],
                "titre": titre,
                "resume": sum_up(contexte, valeurs) if valeurs else "",
                "attendus": len(contexte.awaited(numero)),
            }
        )
    return found
