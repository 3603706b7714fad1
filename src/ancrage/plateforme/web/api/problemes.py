"""Errors of the API: RFC 9457, in French, with the exit code that the command line would give."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from ancrage.plateforme.observations.valeurs import CodeSortie

TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Nature:
    """One kind of problem: its status, its exit code, its title."""

    status: int
    code: CodeSortie
    titre: str


NATURES: dict[str, Nature] = {
    "demande-illisible": Nature(422, CodeSortie.USAGE, "Demande illisible"),
    "entree-refusee": Nature(400, CodeSortie.ENTREE, "Donnée refusée"),
    "inconnu": Nature(404, CodeSortie.USAGE, "Objet inconnu"),
    "source-attendue": Nature(404, CodeSortie.ATTENTE, "Source attendue"),
    "jeton-refuse": Nature(401, CodeSortie.REFUS, "Jeton refusé"),
    "refus": Nature(403, CodeSortie.REFUS, "Accès refusé"),
    "retire": Nature(410, CodeSortie.REFUS, "Édition retirée"),
    "methode": Nature(405, CodeSortie.USAGE, "Méthode non admise"),
    "format": Nature(406, CodeSortie.USAGE, "Format non fourni"),
    "trop-de-demandes": Nature(429, CodeSortie.REFUS, "Trop de demandes"),
    "panne": Nature(500, CodeSortie.DEFAUT, "Panne du site"),
}


class Probleme(Exception):
    """A problem to answer with; `entetes` are added to the answer."""

    def __init__(
        self,
        nature: str,
        detail: str,
        remede: str = "",
        *,
        erreurs: list[dict[str, str]] | None = None,
        entetes: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.nature, self.detail, self.remede = nature, detail, remede
        self.erreurs, self.entetes = erreurs or [], entetes or {}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the answer."""
        kind = NATURES[self.nature]
        body: dict[str, Any] = {
            "type": f"/api/v1/#probleme-{self.nature}",
            "title": kind.titre,
            "status": kind.status,
            "detail": self.detail,
            "instance": request.path,
            "code": int(kind.code),
        }
        if self.remede:
            body["remede"] = self.remede
        if self.erreurs:
            body["erreurs"] = self.erreurs
        response = JsonResponse(
            body,
            status=kind.status,
            content_type=TYPE,
            json_dumps_params={"ensure_ascii": False},
        )
        for name, value in self.entetes.items():
            response[name] = value
        return response


BY_EXIT = {
    CodeSortie.USAGE: "inconnu",
    CodeSortie.ENTREE: "entree-refusee",
    CodeSortie.REFUS: "refus",
    CodeSortie.ATTENTE: "source-attendue",
}


def from_engine(erreur: Any) -> Probleme:
    """Return the problem of an error of the engine; an unexpected one is a breakdown."""
    nature = BY_EXIT.get(erreur.sortie, "panne")
    return Probleme(nature, erreur.message, erreur.remede or erreur.attendu or "")
