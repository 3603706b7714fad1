"""What is refused in a sheet before it is written: closed lists, and what it refers to."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.programmes import listes
from ancrage.plateforme.programmes.plan import Ecrit, FicheEcrite
from ancrage.plateforme.programmes.references import References
from ancrage.plateforme.programmes.typologie import check_code, typologie

# A field of the sheet, or « part.field » of each line of a part; "" is a value of the first ones.
CHOIX: dict[str, type] = {
    "nature": listes.Nature,
    "domaine_legal": listes.DomaineLegal,
    "strategie_inegalites": listes.Strategie,
    "participation": listes.Participation,
    "statut_financement": listes.StatutFinancement,
    "statut": listes.StatutAction,
}
CHOIX_PARTIES: dict[tuple[str, str], type] = {
    ("intervenants", "role"): listes.RoleIntervenant,
    ("indicateurs", "nature"): listes.NatureIndicateur,
    ("publics", "sexe"): listes.Sexe,
    ("lieux", "type"): listes.TypeLieu,
}
# What makes a line of a part the same as another.
CLES: dict[str, tuple[str, ...]] = {
    "intervenants": ("role", "structure"),
    "indicateurs": ("nature", "libelle"),
    "publics": ("libelle",),
    "lieux": ("type", "libelle"),
    "bilans": ("annee",),
}


def build(record: type[Any], **values: Any) -> Any:
    """Return a record of the plan; `ActeRefuse`, in French, that names the field at fault."""
    try:
        return record(**values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ActeRefuse(
            f"« {where} » : {in_french(first)}.", "Corrigez cette valeur.", champ=where
        ) from None


def in_french(error: Any) -> str:
    """Return what pydantic refuses, in French."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "string_too_long" | "too_long":
            return f"texte trop long, {limits['max_length']} caractères au plus"
        case "string_too_short" | "too_short" | "missing":
            return "à remplir"
        case "greater_than_equal":
            return f"au moins {limits['ge']}"
        case "less_than_equal":
            return f"au plus {limits['le']}"
        case "extra_forbidden":
            return "champ inconnu"
        case _:
            return "cette valeur ne convient pas"


def check_fiche(fiche: FicheEcrite, refs: References) -> None:
    """Refuse a sheet that the database would refuse, saying which field and why."""
    for check in CONTROLES:
        check(fiche, refs)


def _lists(fiche: FicheEcrite, refs: References) -> None:
    for name, choices in CHOIX.items():
        _member(name, getattr(fiche, name), choices, empty=name != "statut")
    for (part, name), choices in CHOIX_PARTIES.items():
        for line in getattr(fiche, part):
            _member(f"{part}.{name}", getattr(line, name), choices, empty=False)


def _member(name: str, value: str, choices: Any, *, empty: bool) -> None:
    if value in choices.values or (empty and value == ""):
        return
    expected = ", ".join(str(label) for label in choices.labels)
    raise ActeRefuse(
        f"« {value} » n’est pas une valeur de « {name} ».", f"Attendu : {expected}.", champ=name
    )


def _repeated(fiche: FicheEcrite, refs: References) -> None:
    for part, keys in CLES.items():
        lines = [tuple(getattr(one, key) for key in keys) for one in getattr(fiche, part)]
        twice = {str(line[-1]) for line in lines if lines.count(line) > 1}
        if twice:
            raise ActeRefuse(f"« {min(twice)} » est répété.", "Écrivez-le une fois.", champ=part)
    if sum(one.role == "pilote" for one in fiche.intervenants) > 1:
        raise ActeRefuse(
            "Une fiche a un seul pilote.", "Les autres sont copilotes.", champ="intervenants"
        )


def _dates(fiche: FicheEcrite, refs: References) -> None:
    if fiche.debut and fiche.fin and fiche.fin < fiche.debut:
        raise ActeRefuse("La fin précède le début.", champ="fin")
    if fiche.statut in listes.MOTIVES and not fiche.motif:
        raise ActeRefuse("Dites pourquoi l’action est reportée ou abandonnée.", champ="motif")
    for one in fiche.publics:
        if one.age_min is not None and one.age_max is not None and one.age_max < one.age_min:
            raise ActeRefuse(f"« {one.libelle} » : les âges sont inversés.", champ="publics")


def _thread(fiche: FicheEcrite, refs: References) -> None:
    if fiche.chemin and fiche.chemin[0] not in refs.axes:
        raise ActeRefuse(f"L’axe « {fiche.chemin[0]} » n’existe pas.", champ="chemin")
    if len(fiche.chemin) > 1 and fiche.chemin not in refs.objectifs:
        raise ActeRefuse(f"L’objectif « {fiche.chemin[-1]} » n’existe pas.", champ="chemin")
    _known("besoins", fiche.besoins, refs.besoins, "le besoin")
    _known("liens_prs", fiche.liens_prs, refs.plans, "l’objectif régional")
    others = {code for code in refs.fiches if code != fiche.code}
    _known("fiches_liees", fiche.fiches_liees, others, "la fiche")


def _known(name: str, codes: tuple[str, ...], known: Any, what: str) -> None:
    unknown = [code for code in codes if code not in known]
    if unknown or len(set(codes)) != len(codes):
        shown = unknown[0] if unknown else max(codes, key=codes.count)
        reason = "n’existe pas ici" if unknown else "est répété"
        raise ActeRefuse(f"{what} « {shown} » {reason}.".capitalize(), champ=name)


def _places(fiche: FicheEcrite, refs: References) -> None:
    outside = [
        one for one in fiche.lieux
        if one.type == listes.TypeLieu.COMMUNE and one.code not in refs.communes
    ]  # fmt: skip
    if outside:
        raise ActeRefuse(
            f"« {outside[0].libelle} » ({outside[0].code}) n’est pas une commune du périmètre.",
            "Choisissez parmi les communes du contrat.",
            champ="lieux",
        )
    for one in fiche.lieux:
        if one.type == listes.TypeLieu.QUARTIER_PRIORITAIRE and not one.code:
            raise ActeRefuse(f"Donnez le code du quartier « {one.libelle} ».", champ="lieux")


def _codes(fiche: FicheEcrite, refs: References) -> None:
    for kept in fiche.classements:
        name, _, code = kept.partition(":")
        check_code(name, code)
    for facette in typologie().facettes:
        held = [one for one in fiche.classements if one.startswith(f"{facette.code}:")]
        if len(held) > 1 and (not facette.multiple or len(set(held)) < len(held)):
            raise ActeRefuse(
                f"« {facette.libelle} » prend une seule valeur."
                if not facette.multiple
                else f"« {facette.libelle} » : une valeur est répétée.",
                champ="classements",
            )


CONTROLES: tuple[Callable[[FicheEcrite, References], None], ...] = (
    _lists, _repeated, _dates, _thread, _places, _codes,
)  # fmt: skip


def changed_fields(before: Ecrit, after: Ecrit) -> dict[str, list[str]]:
    """Return what differs between two records, as the audit shows it: {field: [before, after]}."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: [_shown(old[name]), _shown(new[name])] for name in new if old[name] != new[name]}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one not in (None, "", False))
    return "" if value is None else str(value)
