"""Control totals as they may be shown: a small count, and what gives it back, are masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MASQUE = "secret statistique"


@dataclass(frozen=True, slots=True)
class LigneTotal:
    """A total: its name, and its value unless it is masked."""

    libelle: str
    value: int | None


def mask_totals(totaux: Mapping[str, Any], seuil: int) -> tuple[LigneTotal, ...]:
    """Return the total, by sex and by year, without what would reveal a count under `seuil`.

    Each breakdown adds up to the total. A masked part is never alone, and what the masked parts
    make together reaches the threshold: no subtraction gives back less than it.
    """
    whole = _number(totaux.get("effectif"))
    if whole is None:
        return ()
    lines = [LigneTotal("Ensemble", None if 0 < whole < seuil else whole)]
    for name in ("par_sexe", "par_periode"):
        parts = {str(key): int(value) for key, value in (totaux.get(name) or {}).items()}
        hidden = set(parts) if lines[0].value is None else _hidden(parts, seuil)
        lines += [
            LigneTotal(key.capitalize(), None if key in hidden else value)
            for key, value in parts.items()
        ]
    return tuple(lines)


def _hidden(parts: Mapping[str, int], seuil: int) -> set[str]:
    """Return the parts to mask: the small ones, then the next smallest until nothing shows."""
    hidden = {key for key, value in parts.items() if 0 < value < seuil}
    if not hidden:
        return hidden
    for key in sorted(set(parts) - hidden, key=lambda key: (parts[key], key)):
        positive = [parts[one] for one in hidden if parts[one]]
        if len(positive) > 1 and sum(positive) >= seuil:
            break
        hidden.add(key)
    return hidden


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
