"""The slides of the public meeting: twenty at most, one message each."""

from ancrage.observatoire.api import Valeur
from ancrage.publication.analyses.tableaux_evolution import told_profile_tests
from ancrage.publication.cartes import build_carte
from ancrage.publication.documents.blocs import Morceau, Point, Vue
from ancrage.publication.documents.dls.chapitres import summary
from ancrage.publication.documents.dls.contexte import CHAPITRES, Contexte, main_reference, ton
from ancrage.publication.documents.dls.figures import (
    build_epine,
    build_serie,
    has_series,
    is_mapped,
    label_with_sex,
)
from ancrage.publication.documents.dls.lissages import build_vue, find_lissage
from ancrage.publication.documents.dls.synthese import fact_point, key_figures
from ancrage.publication.documents.dls.tableaux import STANDARDISES
from ancrage.publication.documents.phrases import is_fragile, niveau_employe, phrase_evolution
from ancrage.publication.typographie import enumeration, mesure, mot_verdict, nombre, periode

VUES_MAX = 20
_LIGNES_VUE = 7  # rows that are read from the back of the room


def build_vues(contexte: Contexte) -> tuple[Vue, ...]:
    """Return the slides after the title: territory, six figures, chapters, method, discussion."""
    opening = []
    if contexte.carte_territoire:
        opening.append(
            Vue("Le territoire", points=_who(contexte), figure=contexte.carte_territoire)
        )
    opening.append(Vue("Six chiffres pour commencer", chiffres=key_figures(contexte)))
    opening.append(_how_to_read(contexte))
    closing = [_limits(contexte), _discussion()]
    chapters = [vues for numero in CHAPITRES if (vues := _chapter(contexte, numero))]
    room = VUES_MAX - 1 - len(opening) - len(closing) - len(chapters)  # one is the title
    kept: list[Vue] = []
    for first, *more in chapters:
        kept.append(first)
        granted = more[: max(0, room)]
        room -= len(granted)
        kept += granted
    return (*opening, *kept, *closing)


def _who(contexte: Contexte) -> tuple[Point, ...]:
    """Return in few words how many communes and people, beside the map."""
    communes, year = contexte.options.communes, contexte.options.annee_population
    known = [c.population for c in communes if c.population is not None]
    said = [f"{nombre(len(communes))} commune{'s' if len(communes) > 1 else ''}"]
    if len(known) == len(communes) and year:
        said.append(f"{nombre(sum(known))} habitants en {year}")
    kinds = {c.epci for c in communes if c.epci}
    if len(kinds) > 1:
        said.append(enumeration(sorted(kinds)))
    return tuple(_plain(each) for each in said)


def _chapter(contexte: Contexte, numero: int) -> list[Vue]:
    """Return the message of a chapter, then one series and one map if there are any."""
    valeurs = [v for v in contexte.chapitre(numero) if v.shown]
    if not valeurs:
        return []
    apart = [v for v in valeurs if (c := contexte.main(v)) and c.verdict]
    own = [v for v in valeurs if v.status != "emprunte"]
    if not apart and len(own) < 2:
        return []  # next to nothing of this territory: left to the document
    vues = [_message(contexte, numero, valeurs, apart)]
    drawn = next((v for v in own if has_series(contexte, v)), None)
    if drawn:
        item = contexte.of(drawn)
        said = phrase_evolution(contexte.profil.series(drawn.code, drawn.sexe), item)
        title = f"{item.libelle_court} : {_bare(said)}" if said else item.libelle
        vues.append(Vue(title, figure=build_serie(contexte, drawn), parole=said))
    smoothed_first = sorted(contexte.cartes, key=lambda code: find_lissage(contexte, code) is None)
    for code in smoothed_first:
        donnees = contexte.cartes[code]
        mapped = contexte.indicateurs.get(code)
        if len(apart) == 1 and code == apart[0].code:
            continue  # already beside the message
        if mapped and mapped.chapitre_dls == numero and is_mapped(mapped, donnees):
            title = f"{mapped.libelle_court} : d’une commune à l’autre"
            vues.append(Vue(title, figure=build_carte(donnees, mapped)))
            if (smooth := build_vue(contexte, mapped)) is not None:
                vues.append(smooth)
            break
    return vues


def _bare(sentence: str) -> str:
    """Return the finding alone, for a title: « en hausse », « pas d’évolution établie »."""
    head = sentence.split(",")[0].split(" : ")[0].split("\u00a0:")[0]
    return head[:1].lower() + head[1:]


def _message(contexte: Contexte, numero: int, valeurs: list[Valeur], apart: list[Valeur]) -> Vue:
    """Return the first slide of a chapter: its spine, or its only comparison with its map."""
    told = summary(contexte, contexte.chapitre(numero))
    if len(apart) == 1:
        item = contexte.of(apart[0])
        donnees = contexte.cartes.get(item.code)
        main = contexte.main(apart[0])
        assert main is not None and main.verdict is not None  # noqa: S101 (kept in `apart`)
        words = mot_verdict(main.verdict, main_reference(contexte))
        words += ", non retenu" if is_fragile(main) else ""
        drawn = build_carte(donnees, item) if donnees and is_mapped(item, donnees) else None
        return Vue(
            f"{item.libelle_court} : {words}",
            figure=drawn,
            points=() if drawn else _points(contexte, valeurs),
            parole=told,
        )
    spine = build_epine(contexte, valeurs[:_LIGNES_VUE], CHAPITRES[numero])
    points = () if spine else _points(contexte, valeurs)
    return Vue(_title(contexte, numero, apart), points=points, figure=spine, parole=told)


def _title(contexte: Contexte, numero: int, compared: list[Valeur]) -> str:
    """Return the message of a chapter: how many established differences, and of which sense."""
    name, reference = CHAPITRES[numero], main_reference(contexte)
    senses = [
        ton(main.verdict, contexte.of(v))
        for v in compared
        if (main := contexte.main(v)) and main.verdict in {"superieur", "inferieur"}
    ]
    if not compared:
        return f"{name} : des repères, sans comparaison possible"
    if not senses:
        return f"{name} : aucun écart établi avec {reference}"
    count = len(senses)
    plural = "s" if count > 1 else ""
    bad, good = senses.count("defavorable"), senses.count("favorable")
    fragile = sum((c := contexte.main(v)) is not None and is_fragile(c) for v in compared)
    parts = [
        f"{bad} défavorable{'s' if bad > 1 else ''}" if bad else "",
        f"{good} favorable{'s' if good > 1 else ''}" if good else "",
        f"{fragile} non retenu{'s' if fragile > 1 else ''}" if fragile else "",
    ]
    said = enumeration([part for part in parts if part])
    tail = f", dont {said}" if said else ""
    return f"{name} : {count} écart{plural} établi{plural} avec {reference}{tail}"


def _points(contexte: Contexte, valeurs: list[Valeur]) -> tuple[Point, ...]:
    apart = [v for v in valeurs if (c := contexte.main(v)) and c.verdict]
    others = [v for v in valeurs if v not in apart]
    return tuple(
        fact_point(contexte, v) if v in apart else Point((Morceau(_short(contexte, v)),))
        for v in (*apart, *others)[:4]
    )


def _short(contexte: Contexte, valeur: Valeur) -> str:
    """Return the value alone, with its level when it is borrowed."""
    item = contexte.of(valeur)
    number = mesure(valeur.value or 0.0, item.unite, item.decimales)
    level = niveau_employe(valeur, contexte.profil.territoire.niveau)
    said = ["taux standardisé"] if valeur.method in STANDARDISES else []
    said += [level] if valeur.status == "emprunte" else []
    tail = f" ({', '.join(said)})" if said else ""
    return f"{label_with_sex(valeur, item)} : {number} en {periode(valeur.periode or '')}{tail}"


def _how_to_read(contexte: Contexte) -> Vue:
    said = told_profile_tests(contexte.profil.tests)
    told = (_plain(said),) if said else ()
    return Vue(
        "Comment lire un écart",
        points=(
            _point("superieur", "plus élevé : l’écart dépasse ce que le hasard explique"),
            _point("inferieur", "plus faible : l’écart dépasse ce que le hasard explique"),
            _point(
                "non_different", "pas de différence établie, et l’effectif suffisait à en voir une"
            ),
            _point("non_concluant", "non concluant : effectif trop faible pour trancher"),
            *told,
        ),
        parole="Un chiffre publié sans effectifs n’a ni intervalle ni verdict.",
    )


def _point(verdict: str, words: str) -> Point:
    return Point((Morceau(words),), verdict)


def _limits(contexte: Contexte) -> Vue:
    waiting = len(contexte.awaited())
    return Vue(
        "Ce que ces chiffres ne disent pas",
        points=(
            _plain("Ils constatent : aucune cause n’est démontrée ici."),
            _plain("Une valeur de la région ou du département n’est pas une valeur locale."),
            _plain(f"{waiting} indicateurs du socle et de ses extensions attendent leur source.")
            if waiting
            else _plain("Tous les indicateurs du catalogue ont une source."),
            _plain("Chaque chiffre se retrouve dans les annexes du diagnostic, avec son fichier."),
        ),
    )


def _plain(words: str) -> Point:
    return Point((Morceau(words),))


def _discussion() -> Vue:
    return Vue(
        "Et vous, qu’en dites-vous ?",
        points=(
            _plain("Qu’est-ce qui vous surprend, qu’est-ce que vous saviez déjà ?"),
            _plain("Que voyez-vous que les chiffres ne montrent pas ?"),
            _plain("Quels publics, quels lieux faut-il regarder de plus près ?"),
            _plain("Qui agit déjà, et avec qui ?"),
        ),
    )
