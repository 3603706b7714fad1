"""A territory on screen: its portrait, each dimension, each indicator in it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ancrage.plateforme.diagnostics.lectures import edition_in_force_of
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Territoire
from ancrage.plateforme.web.observatoire.epine import build_borrowed_spine, build_spine
from ancrage.plateforme.web.observatoire.lecture import (
    MONTRE,
    SEXES,
    TRIS,
    VERDICTS,
    Choix,
    list_dimensions,
    rows_of_dimension,
    sum_up,
)
from ancrage.plateforme.web.observatoire.portrait import (
    build_origin,
    find_entry,
    list_breaks,
    list_neighbours,
    maille_of,
    show_membres,
    show_membres_carte,
    spec_of,
    tell_portrait,
)
from ancrage.plateforme.web.observatoire.presentation import (
    DIMENSIONS,
    SLUGS,
    TITRES,
    compared_rows,
    read_territoire,
    row_of,
    similar_rows,
)
from ancrage.plateforme.web.observatoire.references import (
    against,
    offered,
    tell_tests,
    tell_tests_against,
)
from ancrage.plateforme.web.socle.figures import show_figure
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.publication.documents.dls.contexte import main_reference
from ancrage.publication.documents.dls.synthese import key_values


def common(territoire: Territoire, code: str, **more: Any) -> dict[str, Any]:
    """Return what every page of a territory needs; `lien` keeps the name in its address."""
    menu = [(slug, TITRES[numero]) for slug, numero in DIMENSIONS.items()]
    _, mark, nom = code.partition(profils.SEPARATEUR)
    lien = territoire.code + (mark + nom if territoire.niveau == "union" else "")
    return {"territoire": territoire, "lien": lien, "dimensions_menu": menu, **more}


@login_not_required
def territoire(request: HttpRequest, code: str) -> HttpResponse:
    """Show the portrait: six figures, the map, and the way to every dimension."""
    area = profils.find_territoire(code)
    contexte = read_territoire(area)
    context = common(
        area,
        code,
        contexte=contexte,
        reference=main_reference(contexte),
        phrase=tell_portrait(area, contexte),
        tests=tell_tests(contexte),
        phares=[row_of(contexte, value) for value in key_values(contexte)],
        dimensions=list_dimensions(contexte),
        carte=show_membres_carte(area),
        maille=maille_of(area),
        communes=profils.communes_of(area) if maille_of(area) == "commune" else (),
        membres=profils.members_of(area, maille_of(area)),
        semblables=profils.semblables_of(area),
        publie=edition_in_force_of(area.code),
        fichiers=("csv", "xlsx", "parquet", "geojson", "json"),
        documents=("pdf", "docx", "pptx"),
    )
    return rendre(request, "observatoire/territoire.html", context)


@login_not_required
def dimension(request: HttpRequest, code: str, dimension: str) -> HttpResponse:
    """Show one dimension: what stands out, then every value, sorted and filtered by address."""
    if dimension not in DIMENSIONS:
        raise Http404
    numero = DIMENSIONS[dimension]
    area = profils.find_territoire(code)
    choix, plain = Choix.read(request.GET), read_territoire(area)
    contexte = against(area, plain, choix.reference)
    valeurs = contexte.chapitre(numero)
    titre = f"{TITRES[numero]} d’un regard"
    spines = (
        build_spine(area, contexte, valeurs, titre, choix.reference),
        build_borrowed_spine(contexte, valeurs, titre),
    )
    context = common(
        area,
        code,
        contexte=contexte,
        slug=dimension,
        titre=TITRES[numero],
        resume=sum_up(contexte, valeurs, choix.reference) if valeurs else "",
        epines=[show_figure(spine) for spine in spines if spine],
        lignes=rows_of_dimension(contexte, valeurs, choix),
        total=len(valeurs),
        choix=choix,
        tests=tell_tests_against(area, contexte, choix.reference),
        verdicts=VERDICTS,
        montre=MONTRE,
        sexes=SEXES,
        references=offered(area, plain),
        reference=main_reference(plain),
        tris=TRIS,
        attendus=contexte.awaited(numero),
    )
    return rendre(request, "observatoire/dimension.html", context, fragment="valeurs")


@login_not_required
def valeur(request: HttpRequest, code: str, indicateur: str) -> HttpResponse:
    """Show one indicator in one territory: over time, on the map, beside others, its origin."""
    area, item = profils.find_territoire(code), profils.indicateur_of(indicateur)
    contexte = read_territoire(area)
    entry = find_entry(contexte, indicateur, request.GET.get("sexe", ""))
    if entry is None:
        return rendre(
            request,
            "observatoire/valeur_attendue.html",
            common(area, code, indicateur=item),
            status=404,
        )
    context = common(
        area,
        code,
        indicateur=item,
        valeur=entry,
        ligne=row_of(contexte, entry),
        slug=SLUGS.get(item.chapitre_dls, ""),
        dimension=TITRES.get(item.chapitre_dls, ""),
        voisins=list_neighbours(contexte, entry),
        references=[*compared_rows(entry, item), *similar_rows(area, entry, item)],
        tests=tell_tests(contexte) if any(c.verdict for c in entry.comparaisons) else "",
        ruptures=list_breaks(contexte, entry),
        figures=[
            (
                reverse("observatoire:figure", args=[code, indicateur, name, "svg"]),
                show_figure(spec),
            )
            for name in ("serie", "carte", "place")
            if (spec := spec_of(area, contexte, entry, name))
        ],
        suite=f"?sexe={entry.sexe}",
        membres=show_membres(entry, item),
        sexes=[v for v in contexte.latest() if v.code == indicateur],
        origine=build_origin(entry, item),
    )
    return rendre(request, "observatoire/valeur.html", context)
