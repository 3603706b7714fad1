"""What an amendment replaces: the text as signed, then each signed amendment by its effect.

The text as signed is kept by an app above: it says it with `register_base`, and with
`register_fidelite` whether the frozen version of an amendment still says what its draft says.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from ancrage.plateforme.contrats.models import Avenant, Contrat

Base = Callable[[Contrat], Mapping[int, str]]
Fidelite = Callable[[Avenant], bool]
_bases: list[Base] = []
_fidelites: list[Fidelite] = []


def register_base(base: Base) -> None:
    """Say what each article said when the contract was signed; one provider."""
    if base not in _bases:
        _bases.append(base)


def register_fidelite(fidelite: Fidelite) -> None:
    """Say whether what was frozen of an amendment is still its draft; one provider."""
    if fidelite not in _fidelites:
        _fidelites.append(fidelite)


def is_faithful(avenant: Avenant) -> bool:
    """Say whether what the parties sign is the draft as it stands."""
    return all(fidelite(avenant) for fidelite in _fidelites)


def plain(texte: str) -> str:
    """Return a text without what does not count: line ends, spaces at the end of lines."""
    return "\n".join(one.rstrip() for one in texte.replace("\r\n", "\n").split("\n")).strip()


def in_order(avenants: Iterable[Avenant]) -> list[Avenant]:
    """Return amendments in the order in which they apply: by effect, then by number."""
    return sorted(avenants, key=lambda one: (one.date_effet, one.numero))


def signed_of(contrat: Contrat) -> list[Avenant]:
    """Return the signed amendments of a contract, in the order in which they apply."""
    return in_order(contrat.avenants.filter(signe_le__isnull=False))


def change_of(avenant: Avenant, article: int) -> tuple[str, str] | None:
    """Return an article before and after an amendment; None when it leaves it as it is."""
    for one in avenant.articles:
        if int(one["article"]) == article:
            return plain(one["avant"]), plain(one["apres"])
    return None


def articles_at(contrat: Contrat, on: date) -> dict[int, str]:
    """Return each article that is known as it stands on a day."""
    found = {n: plain(texte) for base in _bases for n, texte in base(contrat).items()}
    for avenant in signed_of(contrat):
        if avenant.date_effet <= on:
            found |= {int(one["article"]): plain(one["apres"]) for one in avenant.articles}
    return found


def breaks_of(avenant: Avenant, articles: Collection[int] | None = None) -> list[str]:
    """Return why an amendment cannot apply to the text in force, article by article."""
    touched = sorted({int(one["article"]) for one in avenant.articles})
    wanted = [one for one in touched if articles is None or one in articles]
    if not wanted:
        return []
    base = {n: plain(texte) for one in _bases for n, texte in one(avenant.contrat).items()}
    signed = [one for one in signed_of(avenant.contrat) if one.pk != avenant.pk]
    return [said for n in wanted if (said := _break(avenant, n, base.get(n), signed))]


def _break(avenant: Avenant, article: int, base: str | None, signed: list[Avenant]) -> str:
    """Return what parts an amendment from its neighbours on one article; nothing when it fits."""
    avant, apres = change_of(avenant, article) or ("", "")
    line = in_order([*(one for one in signed if change_of(one, article)), avenant])
    rank = line.index(avenant)
    if rank and (former := change_of(line[rank - 1], article)) and former[1] != avant:
        return (
            f"l’article {article} a changé : {_told(line[rank - 1])} l’a modifié, et le texte "
            "« avant » de cet avenant n’est pas le sien"
        )
    if not rank and base is not None and base != avant:
        return f"le texte « avant » de l’article {article} n’est pas celui du contrat signé"
    if rank + 1 < len(line) and (then := change_of(line[rank + 1], article)) and then[0] != apres:
        return (
            f"{_told(line[rank + 1])} modifie ensuite l’article {article}, à partir d’un autre "
            "texte : donnez à cet avenant une date d’effet postérieure"
        )
    return ""


def _told(one: Avenant) -> str:
    signed = f", signé le {one.signe_le:%d/%m/%Y}" if one.signe_le else ""
    return f"l’avenant n° {one.numero}{signed}"
