"""Read a plan, or one sheet, as plain records."""

from decimal import Decimal
from typing import Any

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import StatutClassement
from ancrage.plateforme.programmes.models import FicheAction, GrillePriorisation
from ancrage.plateforme.programmes.plan import (
    AppuiEcrit,
    AxeEcrit,
    BesoinEcrit,
    BilanEcrit,
    CritereEcrit,
    FicheEcrite,
    FinancementEcrit,
    IndicateurEcrit,
    IntervenantEcrit,
    JalonEcrit,
    LieuEcrit,
    ObjectifEcrit,
    Plan,
    PrioriteEcrite,
    PublicEcrit,
)
from ancrage.plateforme.programmes.references import key_of, path_of, paths_of

SIMPLES = (
    "code", "titre", "nature", "structurant", "domaine_legal", "strategie_inegalites", "contexte",
    "description", "effectif_vise", "participation", "reference", "debut", "fin", "etp",
    "statut_financement", "risques", "statut", "motif", "avancement",
)  # fmt: skip
LISTES: dict[str, type] = {
    "intervenants": IntervenantEcrit,
    "jalons": JalonEcrit,
    "financements": FinancementEcrit,
    "indicateurs": IndicateurEcrit,
    "publics": PublicEcrit,
    "lieux": LieuEcrit,
    "bilans": BilanEcrit,
}


def read_plan(contrat: Contrat) -> Plan:
    """Return the whole plan of a contract, each list in its order."""
    besoins = contrat.besoins.prefetch_related("appuis__edition")
    priorites = contrat.priorites.prefetch_related("besoins")
    axes = contrat.axes.prefetch_related("priorites")
    return Plan(
        besoins=tuple(_besoin(one) for one in besoins),
        criteres=_criteres(contrat),
        priorites=tuple(
            PrioriteEcrite(
                libelle=one.libelle, besoins=tuple(b.code for b in one.besoins.all()),
                notes=_notes(one.notes),
                decision=one.decision, decidee_le=one.decidee_le,
            )
            for one in priorites
        ),
        axes=tuple(
            AxeEcrit(
                libelle=one.libelle, description=one.description,
                priorites=tuple(p.libelle for p in one.priorites.all()),
            )
            for one in axes
        ),
        objectifs=tuple(
            ObjectifEcrit(chemin=chemin, niveau=one.niveau, structurant=one.structurant)
            for chemin, one in paths_of(contrat).items()
        ),
        fiches=tuple(read_fiche(one) for one in FicheAction.objects.of(contrat).with_parts()),
    )  # fmt: skip


def _criteres(contrat: Contrat) -> tuple[CritereEcrit, ...]:
    grille = GrillePriorisation.objects.filter(contrat=contrat).first()
    if grille is None:
        return ()
    return tuple(
        CritereEcrit(
            code=one["code"],
            libelle=one["libelle"],
            poids=_plain(Decimal(str(one["poids"]))),
            note_maximale=grille.note_maximale,
        )
        for one in grille.criteres
    )


def _notes(notes: dict[str, Any]) -> tuple[str, ...]:
    """Return the notes of a priority, « gravite = 4 », in the order of their codes."""
    return tuple(f"{code} = {_plain(Decimal(str(notes[code]))):f}" for code in sorted(notes))


def _besoin(one: Any) -> BesoinEcrit:
    return BesoinEcrit(
        code=one.code,
        libelle=one.libelle,
        description=one.description,
        evolution=one.evolution,
        appuis=tuple(
            AppuiEcrit(
                edition=appui.edition.empreinte if appui.edition else "",
                indicateur=appui.indicateur,
                constat=appui.constat,
                source=appui.source,
            )
            for appui in one.appuis.all()
        ),
    )


def read_fiche(fiche: FicheAction) -> FicheEcrite:
    """Return a sheet as a record; load it `with_parts` first."""
    values: dict[str, Any] = {name: getattr(fiche, name) for name in SIMPLES}
    for name, record in LISTES.items():
        fields = record.model_fields  # type: ignore[attr-defined]
        values[name] = tuple(
            record(**{field: _plain(getattr(row, field)) for field in fields})
            for row in getattr(fiche, name).all()
        )
    kept = [one for one in fiche.classements.all() if one.statut == StatutClassement.VALIDE]
    return FicheEcrite(
        **values,
        chemin=path_of(fiche.axe, fiche.objectif),
        besoins=tuple(one.code for one in fiche.besoins.all()),
        fiches_liees=tuple(sorted(one.code for one in fiche.fiches_liees.all())),
        liens_prs=tuple(key_of(one.objectif_regional) for one in fiche.liens_prs.all()),
        classements=tuple(sorted(f"{one.facette}:{one.code}" for one in kept)),
    )


def _plain(value: Any) -> Any:
    """Return a number without the zeros that its column adds: 12.000 is 12."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return value.quantize(Decimal(1)) if whole else value.normalize()
    return value
