"""The whole of a note as data: what the page and the document show, and what a decision freezes."""

import hashlib
import json
from datetime import date
from typing import Any

from ancrage.plateforme.doctrine.lectures import visas_in_force
from ancrage.plateforme.faisabilite.cadrage import codes_of_region, read_figures
from ancrage.plateforme.faisabilite.listes import SIGLES, DomaineLegal, Facteur, Sens
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.moyens import half_post, rules_said, sum_up
from ancrage.plateforme.faisabilite.scenarios import contracts_around, describe_scenario
from ancrage.plateforme.observations import profils
from ancrage.plateforme.territoires.analyse import bring_up_to_date

SCHEMA = "ancrage.note_faisabilite/1"


def gather(note: NoteFaisabilite, on: date) -> dict[str, Any]:
    """Return the content of a note on a day: JSON values only, figures as they are then."""
    communes = bring_up_to_date(note.perimetre).communes
    return {
        "schema": SCHEMA,
        "libelle": note.libelle,
        "numero": note.numero,
        "le": on.isoformat(),
        "region": note.region,
        "contrat": note.contrat.nom if note.contrat else "",
        **_territory(note, communes),
        **_texts(note),
        "visas": [one.texte for one in visas_in_force(note.region, on=on)],
        **_parties(note),
        **_grid(note),
        "acteurs": _actors(note),
        "cadrage": read_figures(communes, note.libelle, codes_of_region(note.region)),
        "cadrage_edition": profils.edition("ouvert"),
        "scenarios": _scenarios(note),
        "moyens": _means(note, on),
        "jalons": [
            {"libelle": one.libelle, "date": one.date.isoformat(), "precision": one.precision}
            for one in note.jalonnote_lignes.all()
        ],
        "exemples": [
            {"nom": one.nom, "periode": one.periode, "contenu": one.contenu, "lien": one.lien}
            for one in note.contratcomparable_lignes.all()
        ],
        "competences": _competences(note),
        "decision": None,
    }


def canonical(content: dict[str, Any]) -> str:
    """Return the one way to write a content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: dict[str, Any]) -> str:
    """Return the print of a content."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def content_of(note: NoteFaisabilite, on: date) -> dict[str, Any]:
    """Return what a reader sees: what the decision froze, else the note as of today."""
    if not note.is_open:
        decided = note.decisions.filter(numero=note.numero).first()
        if decided is not None:
            frozen: dict[str, Any] = decided.contenu
            return frozen
    return gather(note, on)


def _territory(note: NoteFaisabilite, communes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "territoire": note.perimetre.libelle,
        "millesime": note.perimetre.millesime,
        "communes": list(communes),
        "noms": [one.libelle for one in note.perimetre.communes.all()],
    }


def _texts(note: NoteFaisabilite) -> dict[str, Any]:
    names = dict(DomaineLegal.choices)
    simple = (
        "objet", "lieu", "participants", "cadre", "objectifs", "demarche", "pilotage",
        "determinants", "lecture_cadrage", "porteur", "competence", "liens", "avis_motif",
    )  # fmt: skip
    return {
        **{name: getattr(note, name) for name in simple},
        "date_rencontre": _day(note.date_rencontre),
        "domaines": [str(names[code]) for code in note.domaines if code in names],
        "statuts_du": _day(note.statuts_du),
        "avis": str(Sens(note.avis_dd).label) if note.avis_dd else "",
        "avis_le": _day(note.avis_le),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _parties(note: NoteFaisabilite) -> dict[str, Any]:
    rows = note.signatairepressenti_lignes.all()
    return {
        "signataires": [
            {"organisation": one.organisation, "obligatoire": one.obligatoire} for one in rows
        ]
    }


def _grid(note: NoteFaisabilite) -> dict[str, Any]:
    return {
        "facteurs": [
            {
                "code": one.code, "libelle": one.get_code_display(), "reponse": one.reponse,
                "mot": one.get_reponse_display(), "preuve": one.preuve,
            }
            for one in note.facteurs.all()
        ],
        "conditions": [
            {
                "code": one.code, "libelle": one.get_code_display(), "score": one.score,
                "preuve": one.preuve,
            }
            for one in note.conditions.all()
        ],
    }  # fmt: skip


def _actors(note: NoteFaisabilite) -> list[dict[str, Any]]:
    return [
        {
            "type": SIGLES[one.type],  # type: ignore[index]  # a value of the list is its key
            "nom": one.nom,
            "realise": one.realise,
            "debut": _day(one.debut),
            "fin": _day(one.fin),
            "communes": one.communes,
            "source": one.source,
        }
        for one in note.acteurlocal_lignes.all()
    ]


def _scenarios(note: NoteFaisabilite) -> list[dict[str, Any]]:
    rows = list(note.scenarioperimetre_lignes.all())
    others = contracts_around(note.region, note.cible.departements, note.contrat) if rows else []
    return [
        {
            "libelle": one.libelle, "communes": one.communes, "avantages": one.avantages,
            "inconvenients": one.inconvenients, "retenu": one.retenu,
            **describe_scenario(one.communes, others),
        }
        for one in rows
    ]  # fmt: skip


def _means(note: NoteFaisabilite, on: date) -> dict[str, Any]:
    rows = list(note.lignemoyens_lignes.all())
    answers = {one.code: one.reponse for one in note.facteurs.all()}
    signing = note.signatairepressenti_lignes.count()
    return {
        "lignes": [
            {
                "nature": one.nature, "mot": one.get_nature_display(), "libelle": one.libelle,
                "etp": str(one.etp) if one.etp is not None else "", "centimes": one.centimes,
            }
            for one in rows
        ],
        "sommes": sum_up(rows),
        "demi_poste": half_post(note.region, answers.get(Facteur.CLS_CLSM, ""), rows, on),
        "regles": rules_said(note.region, on, signing),
    }  # fmt: skip


def _competences(note: NoteFaisabilite) -> list[dict[str, str]]:
    """Return what the contract knows of its carriers: checked there, shown here."""
    if note.contrat is None:
        return []
    return [
        {
            "porteur": str(one.organisation), "texte": one.competence_statutaire,
            "statuts_du": _day(one.statuts_du), "verifiee_le": _day(one.verifiee_le),
        }
        for one in note.contrat.porteurs.select_related("organisation")
    ]  # fmt: skip
