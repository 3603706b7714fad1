"""The second factor of a demonstration account, without starting the site: it takes no time."""

import base64
import json
import time
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from ancrage.observatoire.erreurs import CodeSortie, Erreur

FICHIER = "seconds-facteurs-demonstration.json"
CHIFFRES, PERIODE = 6, 30  # RFC 6238, as every application of codes


def code_now(dossier: Path, compte: str) -> str:
    """Return the six digits that an account must give now; raise `Erreur` when it has none."""
    known = _read(dossier / FICHIER)
    name = compte.partition("@")[0]
    if name not in known:
        raise Erreur(
            "second_facteur_absent",
            f"Le compte « {name} » n'a pas de second facteur.",
            remede=f"Comptes qui en ont un : {', '.join(sorted(known))}.",
            sortie=CodeSortie.USAGE,
        )
    return code_at(known[name], int(time.time()))


def code_at(secret: str, moment: int) -> str:
    """Return the code of a base32 secret at a moment, in seconds (RFC 6238)."""
    padded = secret + "=" * (-len(secret) % 8)
    key = base64.b32decode(padded, casefold=True)
    totp = TOTP(key, CHIFFRES, SHA1(), PERIODE, enforce_key_length=False)  # noqa: S303
    return totp.generate(moment).decode()


def _read(path: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Erreur(
            "demonstration_absente",
            "Aucune démonstration dans ce dossier.",
            fichier=path,
            remede="Lancez d'abord : ancrage demo --no-serve",
            sortie=CodeSortie.USAGE,
        ) from None
    return known
