"""Write the content of sheets: parts of the services that record it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes.listes import StatutClassement
from ancrage.plateforme.programmes.models import (
    Bilan,
    Classement,
    FicheAction,
    FinancementPrevu,
    IndicateurAction,
    Intervenant,
    Jalon,
    LienPrs,
    LieuAction,
    PublicCible,
)
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.references import References
from ancrage.plateforme.programmes.releve import SIMPLES
from ancrage.plateforme.programmes.typologie import suggest, typologie
from ancrage.plateforme.programmes.verification import check_fiche

PARTIES: dict[str, type[Any]] = {
    "intervenants": Intervenant,
    "jalons": Jalon,
    "financements": FinancementPrevu,
    "indicateurs": IndicateurAction,
    "publics": PublicCible,
    "lieux": LieuAction,
    "bilans": Bilan,
}
LOT = 500
NUMERO = re.compile(r"FA-(\d+)")


def insert_fiches(
    contrat: Contrat, contenus: Sequence[FicheEcrite], refs: References, codeur: Any
) -> list[FicheAction]:
    """Write new sheets, those of one import in a few queries; checked here, recorded above."""
    last = contrat.fiches.aggregate(last=Max("rang"))["last"] or 0
    codes = free_codes(refs, contenus)
    refs.fiches |= dict.fromkeys(codes, 0)  # sheets of one import may be tied to one another
    rows = []
    for rang, (code, contenu) in enumerate(zip(codes, contenus, strict=True), start=last + 1):
        check_fiche(contenu.model_copy(update={"code": code}), refs)
        fiche = FicheAction(region=contrat.region, contrat=contrat, code=code, rang=rang)
        _fill(fiche, contenu, refs)
        rows.append(fiche)
    FicheAction.objects.bulk_create(rows)
    refs.fiches |= {fiche.code: fiche.pk for fiche in rows}
    _write_parts(list(zip(rows, contenus, strict=True)), refs, codeur)
    return rows


def free_codes(refs: References, contenus: Sequence[FicheEcrite]) -> list[str]:
    """Return the code of each sheet: its own, else the next free number; refuse a repeated one."""
    taken = set(refs.fiches)
    for one in contenus:
        if one.code and one.code in taken:
            raise ActeRefuse(f"Le code « {one.code} » est déjà pris.", champ="code")
        taken |= {one.code}
    numbers = [int(found[1]) for code in taken if (found := NUMERO.fullmatch(code))]
    following = max(numbers, default=0)
    codes = []
    for one in contenus:
        following += 0 if one.code else 1
        codes.append(one.code or f"FA-{following:02d}")
    return codes


def rewrite_fiche(
    fiche: FicheAction, contenu: FicheEcrite, refs: References, codeur: Any, expected: int
) -> None:
    """Write a record over a sheet, if its version is still the expected one."""
    check_fiche(contenu.model_copy(update={"code": contenu.code or fiche.code}), refs)
    fields = _fill(fiche, contenu, refs)
    if contenu.code and contenu.code != fiche.code:
        fiche.code = contenu.code
        fields.append("code")
    fiche.modifie_le = timezone.now()
    fiche.save_version(expected=expected, fields=[*fields, "modifie_le"])
    _write_parts([(fiche, contenu)], refs, codeur)


def _fill(fiche: FicheAction, contenu: FicheEcrite, refs: References) -> list[str]:
    """Put the plain fields of a record in a row, unsaved; return their names."""
    for name in SIMPLES:
        if name != "code":
            setattr(fiche, name, getattr(contenu, name))
    fiche.axe = refs.axes[contenu.chemin[0]] if contenu.chemin else None
    fiche.objectif = refs.objectifs[contenu.chemin] if len(contenu.chemin) > 1 else None
    return [*(name for name in SIMPLES if name != "code"), "axe", "objectif"]


def _write_parts(
    written: Sequence[tuple[FicheAction, FicheEcrite]], refs: References, codeur: Any
) -> None:
    """Replace the lines of sheets by those of their records, a few queries for any number."""
    rows: dict[type[Any], list[Any]] = defaultdict(list)
    pks = [fiche.pk for fiche, _ in written]
    models: tuple[type[Any], ...] = (*PARTIES.values(), LienPrs)
    for model in models:
        model.objects.filter(fiche__in=pks).delete()
    for fiche, contenu in written:
        for row in (*_lines(fiche, contenu, refs), *_links(fiche, contenu, refs)):
            rows[type(row)].append(row)
    _write_ties(written, refs)
    for model, lines in rows.items():
        model.objects.bulk_create(lines, batch_size=LOT)
    _write_codes(written, codeur)


def _lines(fiche: FicheAction, contenu: FicheEcrite, refs: References) -> Iterable[Model]:
    for name, model in PARTIES.items():
        for rang, line in enumerate(getattr(contenu, name), start=1):
            values = line.model_dump()
            if model is Intervenant:
                values["organisation"] = refs.organisations.get(fold(line.structure))
            yield model(region=fiche.region, fiche=fiche, rang=rang, **values)


def _links(fiche: FicheAction, contenu: FicheEcrite, refs: References) -> Iterable[Model]:
    for rang, key in enumerate(contenu.liens_prs, start=1):
        yield LienPrs(
            region=fiche.region, fiche=fiche, rang=rang, objectif_regional=refs.plans[key]
        )


def _write_ties(written: Sequence[tuple[FicheAction, FicheEcrite]], refs: References) -> None:
    """Replace the needs and the sheets that sheets are tied to."""
    pks = [fiche.pk for fiche, _ in written]
    needs, ties = FicheAction.besoins.through, FicheAction.fiches_liees.through
    needs._default_manager.filter(ficheaction_id__in=pks).delete()
    ties._default_manager.filter(from_ficheaction_id__in=pks).delete()
    ties._default_manager.filter(to_ficheaction_id__in=pks).delete()
    needs._default_manager.bulk_create(
        needs(ficheaction_id=fiche.pk, besoin_id=refs.besoins[code].pk)
        for fiche, contenu in written
        for code in contenu.besoins
    )
    pairs = {
        pair
        for fiche, contenu in written
        for code in contenu.fiches_liees
        for pair in ((fiche.pk, refs.fiches[code]), (refs.fiches[code], fiche.pk))
    }
    ties._default_manager.bulk_create(
        ties(from_ficheaction_id=here, to_ficheaction_id=there) for here, there in sorted(pairs)
    )


def _write_codes(written: Sequence[tuple[FicheAction, FicheEcrite]], codeur: Any) -> None:
    """Keep the codes of records, and suggest from their texts what nobody has settled.

    A code that was kept and still is keeps its coder and its day; one turned down stays so.
    """
    held: dict[int, dict[tuple[str, str], Classement]] = defaultdict(dict)
    for one in Classement.objects.filter(fiche__in=[fiche.pk for fiche, _ in written]):
        held[one.fiche_id][one.facette, one.code] = one
    fresh: list[Classement] = []
    stale: list[int] = []
    for fiche, contenu in written:
        new, old = _codes_of(fiche, contenu, held[fiche.pk], codeur)
        fresh += new
        stale += old
    Classement.objects.filter(pk__in=stale).delete()
    Classement.objects.bulk_create(fresh, batch_size=LOT)


def _codes_of(
    fiche: FicheAction,
    contenu: FicheEcrite,
    held: dict[tuple[str, str], Classement],
    codeur: Any,
) -> tuple[list[Classement], list[int]]:
    kept = {tuple(one.split(":", 1)) for one in contenu.classements}
    same = {
        key for key, one in held.items()
        if (one.statut == StatutClassement.VALIDE and key in kept)
        or (one.statut == StatutClassement.ECARTE and key not in kept)
    }  # fmt: skip
    stale = [one.pk for key, one in held.items() if key not in same]
    fresh = [_settled(fiche, key, codeur) for key in sorted(kept - same)]
    settled = {facette for facette, _ in kept}
    found = suggest(contenu.titre, contenu.description, contenu.contexte)
    for (facette, code), mots in found.items():
        single = not typologie().facette(facette).multiple
        if (facette, code) not in kept | same and not (single and facette in settled):
            fresh.append(_suggested(fiche, facette, code, mots))
    return fresh, stale


def _settled(fiche: FicheAction, key: Any, codeur: Any) -> Classement:
    return Classement(
        region=fiche.region, fiche=fiche, facette=key[0], code=key[1],
        statut=StatutClassement.VALIDE, schema=typologie().version, codeur=codeur,
        codeur_label=str(codeur or "Ancrage"), code_le=timezone.now(),
    )  # fmt: skip


def _suggested(fiche: FicheAction, facette: str, code: str, mots: list[str]) -> Classement:
    return Classement(
        region=fiche.region, fiche=fiche, facette=facette, code=code, mots=mots,
        statut=StatutClassement.SUGGERE, schema=typologie().version,
    )  # fmt: skip
