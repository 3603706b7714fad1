"""Assemble what an edition freezes, and read it back: canonical JSON, one print for ever."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.diagnostics.cadres import chapters_of, frame_of
from ancrage.plateforme.diagnostics.contenu import content_of
from ancrage.plateforme.diagnostics.models import Diagnostic, Edition, Erratum, Redaction
from ancrage.plateforme.diagnostics.reperes import territoire_of
from ancrage.plateforme.diagnostics.services.publication import Contenu, next_number
from ancrage.plateforme.diagnostics.services.relecture import valid_control
from ancrage.plateforme.diagnostics.textes import profil_of
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.fige import freeze_profil, thaw_profil
from ancrage.plateforme.observations.geojson import build_geojson
from ancrage.plateforme.observations.profils import Territoire
from ancrage.publication.documents.blocs import Document
from ancrage.publication.documents.dls.choix import Retrait, choose, withdraw
from ancrage.publication.documents.dls.contexte import Contexte, MatiereDls, Parution
from ancrage.publication.production import build_from, gather_matiere
from ancrage.publication.typographie import date_longue

SCHEMA = "ancrage.diagnostic/1"
MENTION = "Validé par l’observatoire"
_MATIERE = TypeAdapter(MatiereDls)


def build_content(diagnostic: Diagnostic, jour: date) -> Contenu:
    """Return the frozen content of the edition under way: the same twice, byte for byte."""
    matiere, texts = gather_edition(diagnostic, jour)
    plain = _MATIERE.dump_python(matiere, mode="json")
    plain["profil"] = freeze_profil(matiere.profil)
    texte = canonical(
        {"schema": SCHEMA, "diagnostic": _identity(diagnostic), **plain, "redactions": _kept(texts)}
    )
    return Contenu(texte, digest(texte), profils.edition("diagnostic"), version("ancrage"))


def gather_edition(diagnostic: Diagnostic, jour: date) -> tuple[MatiereDls, list[Redaction]]:
    """Return what the edition under way is made of, and the texts rewritten in it."""
    codes = list(diagnostic.selection.values_list("code", flat=True))
    matiere = choose(gather_matiere(territoire_of(diagnostic), profil_of(diagnostic)), codes)
    texts = [one for one in diagnostic.redactions.all() if _is_told(one, codes)]
    options = replace(
        matiere.options,
        date=jour,
        auteur=diagnostic.operateur.nom,
        version=str(next_number(diagnostic)),
        edition=f"{next_number(diagnostic)}",
        etat="publie",
        mention=marked(MENTION),
        titre=frame_of(diagnostic).titre,
        chapitres=chapters_of(diagnostic),
        textes=tuple((one.cle, one.texte) for one in texts),
        parution=_parution(diagnostic, texts),
    )
    return replace(matiere, options=options), texts


def canonical(content: dict[str, Any]) -> str:
    """Return the one way to write a content: sorted keys, no space, no NaN."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(texte: str) -> str:
    """Return the print of a content."""
    return hashlib.sha256(texte.encode()).hexdigest()


def _is_told(one: Redaction, codes: Sequence[str]) -> bool:
    kind, code, *_ = one.cle.split(":")
    return kind == "chapitre" or code in codes


def _identity(diagnostic: Diagnostic) -> dict[str, Any]:
    perimetre, cahier = diagnostic.perimetre, diagnostic.cahier
    return {
        "libelle": diagnostic.libelle,
        "adresse": diagnostic.slug,
        "cadre": diagnostic.cadre,
        "region": diagnostic.region,
        "territoire": diagnostic.territoire,
        "commanditaire": diagnostic.commanditaire.nom,
        "operateur": diagnostic.operateur.nom,
        "perimetre": {
            "libelle": perimetre.libelle,
            "millesime": perimetre.millesime,
            "communes": perimetre.codes,
            "empreinte": perimetre.empreinte,
        },
        "cahier": {
            "questions": cahier.questions,
            "echeance": cahier.echeance.isoformat(),
            "populations": cahier.populations,
        },
    }


def _kept(texts: Sequence[Redaction]) -> list[dict[str, str]]:
    return [
        {
            "cle": one.cle,
            "automatique": one.automatique,
            "texte": one.texte,
            "auteur": one.auteur_label,
            "date": one.ecrit_le.date().isoformat(),
        }
        for one in texts
    ]


def _parution(diagnostic: Diagnostic, texts: Sequence[Redaction]) -> Parution:
    controle = valid_control(diagnostic)
    numero = next_number(diagnostic)
    reviews = diagnostic.relectures.filter(numero_edition=numero).order_by("cree_le")
    pending = Erratum.objects.filter(
        edition__diagnostic=diagnostic, edition_corrigee__isnull=True
    ).select_related("edition")
    return Parution(
        numero=numero,
        magasin=profils.edition("diagnostic"),
        commanditaire=diagnostic.commanditaire.nom,
        redacteurs=tuple(sorted(str(one) for one in diagnostic.redacteurs.all())),
        relecteurs=tuple(dict.fromkeys(one.relecteur_label for one in reviews)),
        signataire=controle.signataire_label if controle else "",
        textes=tuple(
            f"{one.cle}, {one.auteur_label}, {date_longue(one.ecrit_le.date())}" for one in texts
        ),
        corrige=" ; ".join(_corrected(one) for one in pending),
    )


def _corrected(erratum: Erratum) -> str:
    what = erratum.indicateur or erratum.cle
    return f"édition {erratum.edition.numero} ({what}) : {erratum.explication}"


def withdrawals_of(edition: Edition) -> tuple[Retrait, ...]:
    """Return what errata withdrew from an edition, in the order of the notices."""
    return tuple(
        Retrait(one.indicateur, one.cle, one.date, one.explication) for one in edition.errata.all()
    )


def matiere_of(edition: Edition) -> MatiereDls:
    """Return what an edition is made of today: frozen, less what errata withdrew."""
    return _marked(edition.pk, edition.empreinte, withdrawals_of(edition))


def contexte_of(edition: Edition) -> Contexte:
    """Return the reading of an edition by chapter."""
    matiere = matiere_of(edition)
    return Contexte(matiere.profil, matiere.indicateurs, matiere.options, matiere.cartes)


def document_of(edition: Edition) -> Document:
    """Return the document of an edition, from its frozen content alone."""
    return _document(edition.pk, edition.empreinte, withdrawals_of(edition))


@lru_cache(maxsize=4)
def _document(pk: int, empreinte: str, retraits: tuple[Retrait, ...]) -> Document:
    return build_from(_marked(pk, empreinte, retraits))


@lru_cache(maxsize=8)
def _marked(pk: int, empreinte: str, retraits: tuple[Retrait, ...]) -> MatiereDls:
    """Return the frozen content with its marks; the print of an edition makes the key safe."""
    matiere = thaw(content_of(Edition(pk=pk, empreinte=empreinte)), empreinte)
    marked = withdraw(matiere, retraits)
    parution = marked.options.parution
    if not retraits or parution is None:
        return marked
    notices = tuple(f"{one.objet}, {one.mention}" for one in retraits)
    options = replace(marked.options, parution=replace(parution, retraits=notices))
    return replace(marked, options=options)


def thaw(content: dict[str, Any], empreinte: str) -> MatiereDls:
    """Return the material that a content froze, bearing its print."""
    plain = {name: content[name] for name in ("profil", "indicateurs", "cartes", "options")}
    matiere = _MATIERE.validate_python(plain)
    parution = matiere.options.parution or Parution(0)
    options = replace(matiere.options, parution=replace(parution, empreinte=empreinte))
    return replace(matiere, profil=thaw_profil(content["profil"]), options=options)


def geojson_of(edition: Edition) -> bytes:
    """Return the frozen communal values of an edition, on the communes of its own vintage."""
    matiere = matiere_of(edition)
    area = matiere.profil.territoire
    niveau: Any = area.niveau
    return build_geojson(
        Territoire(area.code, area.libelle, niveau, matiere.profil.millesime, area.communes),
        matiere.profil,
        matiere.cartes,
    )
