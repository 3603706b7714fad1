"""How the chapters of a frame are named in a sentence: « 2 à 9 », « 2 à 4 et 9 »."""

from collections.abc import Collection

from ancrage.publication.documents.dls.contexte import CHAPITRES
from ancrage.publication.typographie import enumeration

CALCULES = (2, *CHAPITRES)
A_ECRIRE = (1, 10, 11, 12, 13)


def name_chapters(numeros: Collection[int], among: Collection[int]) -> str:
    """Return the numbers kept among these, runs of three and more joined: « 1 et 10 à 13 »."""
    runs: list[list[int]] = []
    for numero in sorted(set(numeros) & set(among)):
        if runs and numero == runs[-1][-1] + 1:
            runs[-1].append(numero)
        else:
            runs.append([numero])
    return enumeration([said for run in runs for said in _name(run)])


def _name(run: list[int]) -> list[str]:
    if len(run) > 2:
        return [f"{run[0]} à {run[-1]}"]
    return [str(numero) for numero in run]
