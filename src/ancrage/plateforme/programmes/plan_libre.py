"""Read a plan from any sheet, through a mapping of its columns: row by row, nothing silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import Feuille
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes import listes
from ancrage.plateforme.programmes.correspondance import (
    IGNORER,
    Correspondance,
    vocabulaire,
)
from ancrage.plateforme.programmes.modele_lu import Lecture
from ancrage.plateforme.programmes.plan import (
    AxeEcrit,
    FicheEcrite,
    FinancementEcrit,
    IndicateurEcrit,
    IntervenantEcrit,
    JalonEcrit,
    LieuEcrit,
    ObjectifEcrit,
    Plan,
    PublicEcrit,
    clean_line,
    clean_text,
)
from ancrage.plateforme.programmes.valeurs import (
    Ecart,
    Illisible,
    choice_labels,
    read_cents,
    read_choice,
    read_date,
    read_decimal,
)
from ancrage.plateforme.programmes.verification import build

AIDES_MIN = 2  # a row with as many cells of help is help
NIVEAUX = (listes.NiveauObjectif.SPECIFIQUE, listes.NiveauObjectif.OPERATIONNEL)
CHOIX = {"statut": listes.StatutAction, "participation": listes.Participation}
NOTE_PERSONNE = "non repris : une fiche nomme une structure et une fonction, jamais une personne"


@dataclass
class Ligne:
    """One row: its cells by field, and by head for those that are not fields."""

    feuille: str
    numero: int
    cases: list[tuple[str, str, str]]  # (field, head, text)
    ecarts: list[Ecart] = field(default_factory=list)

    def text(self, champ: str) -> str:
        """Return the only cell of a field."""
        return next((text for name, _, text in self.cases if name == champ), "")

    def tell(self, head: str, text: str, message: str, niveau: str = "erreur") -> None:
        """Say what could not be taken, or how it was."""
        self.ecarts.append(Ecart(self.feuille, self.numero, head, text, message, niveau))

    def read(self, champ: str, reader: Any) -> Any:
        """Return a cell as its reader understands it; None, and a word of why, otherwise."""
        for name, head, text in self.cases:
            if name == champ and text:
                try:
                    return reader(text)
                except Illisible as refusal:
                    self.tell(head, text, f"valeur non reprise : {refusal}")
        return None


@dataclass
class _Cours:
    """What was read so far."""

    lecture: Lecture = field(default_factory=Lecture)
    axes: dict[str, AxeEcrit] = field(default_factory=dict)
    objectifs: dict[tuple[str, ...], ObjectifEcrit] = field(default_factory=dict)
    fiches: dict[tuple[str, str], FicheEcrite] = field(default_factory=dict)
    lieux: dict[tuple[str, str], int] = field(default_factory=dict)


def read_libre(
    feuilles: list[Feuille], where: Correspondance, communes: Mapping[str, str]
) -> Lecture:
    """Return the plan of a sheet; `communes`: those of the contract, names by code."""
    sheet = next(one for one in feuilles if one.nom == where.feuille)
    cours = _Cours()
    names = {fold(name): code for code, name in communes.items()}
    _tell_unknown_columns(sheet, where, cours)
    for numero, cells in enumerate(sheet.lignes[where.ligne :], start=where.ligne + 1):
        ligne = _line(where, numero, cells)
        if ligne.cases and not _is_apart(ligne, cells, cours):
            _take(ligne, cours, names)
        cours.lecture.ecarts += ligne.ecarts
    lecture = cours.lecture
    lecture.plan = Plan(
        axes=tuple(cours.axes.values()),
        objectifs=tuple(cours.objectifs.values()),
        fiches=tuple(cours.fiches.values()),
    )
    lecture.lieux = [(where.feuille, line) for line in cours.lieux.values()]
    return lecture


def _line(where: Correspondance, numero: int, cells: list[str]) -> Ligne:
    cases = [
        (champ, where.entetes[rank], str(clean_text(cells[rank])))
        for rank, champ in sorted(where.champs.items())
        if champ != IGNORER and rank < len(cells) and cells[rank].strip()
    ]
    return Ligne(where.feuille, numero, cases)


def _tell_unknown_columns(sheet: Feuille, where: Correspondance, cours: _Cours) -> None:
    """Tell each column that holds something and fills no field."""
    body = sheet.lignes[where.ligne :]
    for rank in range(max((len(cells) for cells in sheet.lignes), default=0)):
        if where.champs.get(rank, IGNORER) == IGNORER:
            held = [cells[rank] for cells in body if rank < len(cells) and cells[rank].strip()]
            if held:
                head = where.entetes[rank] if rank < len(where.entetes) else ""
                words = f"colonne sans champ correspondant, {len(held)} cases non reprises"
                name = head or f"colonne {rank + 1}"
                cours.lecture.ecarts.append(Ecart(where.feuille, where.ligne, name, "", words))


def _is_apart(ligne: Ligne, cells: list[str], cours: _Cours) -> bool:
    """Say whether a row is no data: help under the heads, a section, a template's example."""
    words = vocabulaire().ecarts
    folded = [fold(cell) for cell in cells if cell.strip()]
    starts = tuple(fold(one) for one in words["debuts_aide"])
    title = fold(ligne.text("titre"))
    if sum(cell.startswith(starts) for cell in folded) >= AIDES_MIN and (
        not title or title.startswith(starts)
    ):
        ligne.tell("", "", "ligne d’aide du modèle, ignorée", "note")
        return True
    if title and title.startswith(tuple(fold(one) for one in words["exemples"])):
        ligne.tell("", ligne.text("titre"), "exemple du modèle, ignoré", "note")
        return True
    if len(folded) == 1 and folded[0] in {fold(one) for one in words["titres_section"]}:
        ligne.tell("", "", "titre de section, ignoré", "note")
        return True
    return False


def _take(ligne: Ligne, cours: _Cours, communes: Mapping[str, str]) -> None:
    """Take one row: an axis, an action, or a step of one."""
    try:
        chemin = _chemin(ligne, cours)
        titre = str(clean_line(ligne.text("titre")))
        if not titre:
            _without_title(ligne, chemin)
            return
        key = (fold(titre), chemin[0] if chemin else "")
        if ligne.text("jalon"):
            _take_step(ligne, cours, key, titre, chemin)
        elif key in cours.fiches:
            line = cours.lieux[key]
            words = f"ligne non reprise : même titre et même axe que la ligne {line}"
            ligne.tell("", titre, f"{words} ; changez le titre, ou réunissez les deux lignes")
        else:
            cours.fiches[key] = _fiche(ligne, titre, chemin, communes)
            cours.lieux[key] = ligne.numero
    except ActeRefuse as refusal:
        ligne.tell(refusal.champ or "", "", f"ligne non reprise : {refusal.message}")


def _chemin(ligne: Ligne, cours: _Cours) -> tuple[str, ...]:
    """Return the path of a row, and keep its axis and objectives."""
    labels = [str(clean_line(ligne.text(one))) for one in ("axe", "objectif", "sous_objectif")]
    if not labels[0]:
        if any(labels):
            ligne.tell("", " ; ".join(filter(None, labels)), "objectif sans axe, non repris")
        return ()
    cours.axes.setdefault(labels[0], build(AxeEcrit, libelle=labels[0]))
    chemin: tuple[str, ...] = (labels[0],)
    for label, niveau in zip([one for one in labels[1:] if one], NIVEAUX, strict=False):
        chemin = (*chemin, label)
        made = build(ObjectifEcrit, chemin=chemin, niveau=niveau)
        cours.objectifs.setdefault(chemin, made)
    return chemin


def _without_title(ligne: Ligne, chemin: tuple[str, ...]) -> None:
    others = [
        name for name, _, _ in ligne.cases if name not in ("axe", "objectif", "sous_objectif")
    ]
    if others:
        ligne.tell("", "", "ligne non reprise : elle n’a pas de titre d’action")
    elif chemin:
        ligne.tell("", " > ".join(chemin), "axe ou objectif sans action, repris", "note")


def _take_step(
    ligne: Ligne, cours: _Cours, key: tuple[str, str], titre: str, chemin: tuple[str, ...]
) -> None:
    """Add the sub-action of a row as a step of its action, made if no row gives it."""
    if key not in cours.fiches:
        cours.fiches[key] = build(FicheEcrite, titre=titre, chemin=chemin)
        cours.lieux[key] = ligne.numero
        ligne.tell("", titre, "action créée : aucune ligne ne la donne avant ses étapes", "note")
    fiche = cours.fiches[key]
    ends = ligne.read("fin", read_date)
    statut = ligne.read("statut", lambda text: _choice("statut", text, ligne))
    kept = ("titre", "jalon", "axe", "objectif", "sous_objectif", "fin", "statut", "personne")
    rest = [(head, text) for name, head, text in ligne.cases if name not in kept]
    _persons(ligne)
    step = build(
        JalonEcrit, libelle=clean_line(ligne.text("jalon")), pour_le=ends,
        fait=statut == listes.StatutAction.REALISEE,
        detail="\n".join(f"{head} : {text}" for head, text in rest),
    )  # fmt: skip
    cours.fiches[key] = fiche.model_copy(update={"jalons": (*fiche.jalons, step)})


def _fiche(
    ligne: Ligne, titre: str, chemin: tuple[str, ...], communes: Mapping[str, str]
) -> FicheEcrite:
    statut = ligne.read("statut", lambda text: _choice("statut", text, ligne))
    participation = ligne.read("participation", lambda text: _choice("participation", text, ligne))
    debut, fin = ligne.read("debut", read_date), ligne.read("fin", read_date)
    if debut and fin and fin < debut:
        ligne.tell("", f"{debut:%d/%m/%Y} – {fin:%d/%m/%Y}", "fin non reprise : avant le début")
        fin = None
    _persons(ligne)
    made: FicheEcrite = build(
        FicheEcrite,
        code=ligne.text("code"),
        titre=titre,
        chemin=chemin,
        description=_description(ligne),
        contexte=ligne.text("contexte"),
        participation=participation or "",
        statut=statut or listes.StatutAction.A_LANCER,
        motif=f"{ligne.text('statut')} (repris du classeur)" if statut in listes.MOTIVES else "",
        debut=debut,
        fin=fin,
        etp=ligne.read("etp", read_decimal),
        intervenants=_intervenants(ligne),
        financements=_financements(ligne),
        indicateurs=_indicateurs(ligne),
        publics=tuple(build(PublicEcrit, libelle=one) for one in _split(ligne.text("publics"))),
        lieux=_lieux(ligne, communes),
    )
    return made


def _choice(champ: str, text: str, ligne: Ligne) -> str:
    if vocabulaire().is_blank(champ, text):
        return ""
    words = choice_labels(CHOIX[champ]) | vocabulaire().words_for(champ)
    code, note = read_choice(text, words)
    if note:
        ligne.tell(champ, text, note, "note")
    return code


def _description(ligne: Ligne) -> str:
    """Return the description, then what has no field of its own, each under its head."""
    parts = [ligne.text("description")]
    parts += [f"{head} : {text}" for name, head, text in ligne.cases if name == "complement"]
    total = ligne.read("budget_total", read_cents)
    if total is not None:
        parts.append(f"Budget prévisionnel total : {total // 100} €")
    return "\n\n".join(part for part in parts if part)


def _persons(ligne: Ligne) -> None:
    for name, head, text in ligne.cases:
        if name == "personne":
            ligne.tell(head, text, NOTE_PERSONNE)


def _split(text: str) -> list[str]:
    """Return the names of a cell: one by line, or separated by commas or semicolons."""
    for mark in (";", ","):
        text = text.replace(mark, "\n")
    names = (str(clean_line(one.strip(" -•"))) for one in text.split("\n"))
    return list(dict.fromkeys(name for name in names if name))


def _intervenants(ligne: Ligne) -> tuple[IntervenantEcrit, ...]:
    pilots = _split(ligne.text("pilote"))
    roles = [("pilote" if rank == 0 else "copilote", name) for rank, name in enumerate(pilots)]
    roles += [("technique", name) for name in _split(ligne.text("partenaires"))]
    return tuple(build(IntervenantEcrit, role=role, structure=name) for role, name in roles)


def _financements(ligne: Ligne) -> tuple[FinancementEcrit, ...]:
    """Return the money of a row: each amount goes to the funder on its left."""
    found: list[FinancementEcrit] = []
    funder, head_funder = "", ""
    for name, head, text in ligne.cases:
        if name == "financeur":
            if funder:
                ligne.tell(head_funder, funder, "financeur sans montant, non repris")
            funder, head_funder = text, head
        elif name == "montant":
            cents = _amount(ligne, head, text)
            if cents is not None and funder:
                found.append(build(FinancementEcrit, financeur=funder, centimes=cents))
            elif cents is not None:
                ligne.tell(head, text, "montant sans financeur, non repris")
            funder = ""
    if funder:
        ligne.tell(head_funder, funder, "financeur sans montant, non repris")
    return tuple(found)


def _amount(ligne: Ligne, head: str, text: str) -> int | None:
    try:
        return read_cents(text)
    except Illisible as refusal:
        ligne.tell(head, text, f"montant non repris : {refusal}")
        return None


def _indicateurs(ligne: Ligne) -> tuple[IndicateurEcrit, ...]:
    return tuple(
        build(IndicateurEcrit, nature=nature, libelle=clean_line(one))
        for nature in ("realisation", "resultat")
        for one in dict.fromkeys(ligne.text(f"indicateurs_{nature}").split("\n"))
        if one.strip(" -•")
    )


def _lieux(ligne: Ligne, communes: Mapping[str, str]) -> tuple[LieuEcrit, ...]:
    found = []
    for name in _split(ligne.text("communes")):
        code = communes.get(fold(name))
        if code is None:
            ligne.tell("", name, "lieu non repris : ce n’est pas une commune du périmètre")
        else:
            found.append(build(LieuEcrit, type="commune", code=code, libelle=name))
    return tuple(found)
