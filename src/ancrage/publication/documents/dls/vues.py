"""The slides of the public meeting: twenty at most, one message each."""

from ancrage.observatoire.api import Valeur
from ancrage.publication.documents.blocs import Morceau, Point, Vue
from ancrage.publication.documents.dls.chapitres import summary
from ancrage.publication.documents.dls.contexte import CHAPITRES, Contexte, main_reference, ton
from ancrage.publication.documents.dls.figures import (
    build_carte,
    build_epine,
    build_serie,
    has_series,
    is_mapped,
)
from ancrage.publication.documents.dls.synthese import key_figures
from ancrage.publication.documents.phrases import phrase_evolution

VUES_MAX = 20
_LIGNES_VUE = 7  # rows that are read from the back of the room


def build_vues(contexte: Contexte) -> tuple[Vue, ...]:
    """Return the slides after the title: territory, six figures, chapters, method, discussion."""
    opening = []
    if contexte.options.carte_couverture:
        opening.append(Vue("Le territoire", figure=contexte.options.carte_couverture))
    opening.append(Vue("Six chiffres pour commencer", chiffres=key_figures(contexte)))
    opening.append(_how_to_read())
    closing = [_limits(contexte), _discussion()]
    room = VUES_MAX - 1 - len(opening) - len(closing)  # one is the title
    chapters: list[Vue] = []
    extras: list[Vue] = []
    for numero in CHAPITRES:
        first, more = _chapter(contexte, numero)
        chapters += first
        extras += more
    kept = set(map(id, [*chapters, *extras[: max(0, room - len(chapters))]]))
    ordered = [vue for vue in _interleave(chapters, extras) if id(vue) in kept]
    return (*opening, *ordered, *closing)


def _interleave(chapters: list[Vue], extras: list[Vue]) -> list[Vue]:
    ordered = []
    for vue in chapters:
        ordered.append(vue)
        ordered += [extra for extra in extras if extra.parole.startswith(vue.parole)]
    return ordered


def _chapter(contexte: Contexte, numero: int) -> tuple[list[Vue], list[Vue]]:
    valeurs = [v for v in contexte.chapitre(numero) if v.shown]
    if not valeurs:
        return [], []
    mark = f"Chapitre {numero}. "
    spine = build_epine(contexte, valeurs[:_LIGNES_VUE], CHAPITRES[numero])
    message = Vue(
        _message(contexte, numero, valeurs),
        figure=spine,
        points=() if spine else _points(contexte, valeurs),
        parole=mark + summary(contexte, contexte.chapitre(numero)),
    )
    extras = []
    for valeur in valeurs:
        if has_series(contexte, valeur):
            said = phrase_evolution(
                contexte.profil.series(valeur.code, valeur.sexe), contexte.of(valeur)
            )
            extras.append(
                Vue(
                    contexte.of(valeur).libelle,
                    figure=build_serie(contexte, valeur),
                    parole=message.parole + (" " + said if said else ""),
                )
            )
            break
    for code, donnees in contexte.cartes.items():
        item = contexte.indicateurs.get(code)
        if item and item.chapitre_dls == numero and is_mapped(item, donnees):
            figure = build_carte(contexte, donnees)
            extras.append(Vue(item.libelle, figure=figure, parole=message.parole))
            break
    return [message], extras


def _message(contexte: Contexte, numero: int, valeurs: list[Valeur]) -> str:
    apart = [
        v for v in valeurs if (c := contexte.main(v)) and c.verdict in {"superieur", "inferieur"}
    ]
    bad = sum(ton(contexte.main(v).verdict, contexte.of(v)) == "defavorable" for v in apart)  # type: ignore[union-attr]
    good = sum(ton(contexte.main(v).verdict, contexte.of(v)) == "favorable" for v in apart)  # type: ignore[union-attr]
    name = CHAPITRES[numero]
    if not apart:
        return f"{name} : aucun écart établi avec {main_reference(contexte)}"
    parts = [
        f"{bad} écart{'s' if bad > 1 else ''} défavorable{'s' if bad > 1 else ''}" if bad else "",
        f"{good} favorable{'s' if good > 1 else ''}" if good else "",
        f"{len(apart) - bad - good} sans sens défini" if len(apart) > bad + good else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{name} : {said}"


def _points(contexte: Contexte, valeurs: list[Valeur]) -> tuple[Point, ...]:
    from ancrage.publication.documents.phrases import phrase_valeur

    return tuple(Point((Morceau(phrase_valeur(v, contexte.of(v))),)) for v in valeurs[:4])


def _how_to_read() -> Vue:
    return Vue(
        "Comment lire un écart",
        points=(
            _point("superieur", "plus élevé : l’écart dépasse ce que le hasard explique"),
            _point("inferieur", "plus faible : l’écart dépasse ce que le hasard explique"),
            _point(
                "non_different", "pas de différence établie, et l’effectif suffisait à en voir une"
            ),
            _point("non_concluant", "non concluant : effectif trop faible pour trancher"),
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
