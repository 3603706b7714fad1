"""One spec of each kind, with long names and masked values, for the rules that hold for all."""

from ancrage.publication.figures import modeles as m

LONG = "Communauté de communes des Terres du Val de Loire et de la Forêt d’Orléans"
SECRETE = 4321.5  # a value that a careless caller leaves beside a masking status

POINTS = (
    m.Point(label=LONG, value=136, lower=98.9, upper=181.4, verdict="non_concluant", accent=True),
    m.Point(label="Beauce", value=121, lower=112, upper=131, verdict="superieur"),
    m.Point(label="Sologne", value=82, lower=72, upper=93, verdict="inferieur"),
    m.Point(label="Loiret", value=103, lower=98, upper=108, verdict="non_different"),
    m.Point(label="Val de Sully", value=SECRETE, lower=4300, upper=4399, status="secret"),
    m.Point(label="Berry", value=98, status="emprunte", niveau="departement"),
)
REPERES = (m.Repere(label="Région", value=100), m.Repere(label="France", value=101))
CADRE = {"titre": "Mortalité avant 65 ans", "sous_titre": "Indice, 2013-2018", "source": "Inserm"}
CARRE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))


def square(east: float, north: float) -> tuple[tuple[float, float], ...]:
    """Return a 10 km square."""
    return tuple((x + east, y + north) for x, y in CARRE)


def zones(statuses: tuple[str, ...] = ()) -> tuple[m.Zone, ...]:
    """Return a row of ten valued squares, then one square per masking status."""
    shown = [
        m.Zone(code=f"0000{i}", label=f"Commune {i}", value=i * 1.5, anneaux=(square(i * 10, 0),))
        for i in range(10)
    ]
    masked = [
        m.Zone(code=s, label=s, value=SECRETE, status=s, anneaux=(square(i * 10, 10),))
        for i, s in enumerate(statuses)
    ]
    return (*shown, *masked)


def every_kind() -> dict[str, m.Figure]:
    """Return one figure of each kind."""
    serie = tuple(
        m.PointSerie(periode=f"{y}-{y + 4}", value=200 - y % 7, lower=180, upper=220)
        for y in range(2000, 2016, 2)
    )
    masked = m.PointSerie(
        periode="2016-2020", value=SECRETE, lower=4300, upper=4399, status="secret"
    )
    ligne = m.LigneEpine(
        label=LONG,
        value=12.0,
        reference=10.0,
        lower=11.0,
        upper=13.0,
        etendue=(5.0, 16.0),
        coeur=(8.0, 12.0),
        verdict="superieur",
        sens="bas_favorable",
        unite="pour 100 000",
        periode="2020",
        groupe="Population",
    )
    secrete = m.LigneEpine(
        label="Secrète", value=SECRETE, reference=10.0, lower=4300, upper=4399, status="secret"
    )
    return {
        "points": m.Points(lignes=POINTS, reperes=REPERES, sens="bas_favorable", **CADRE),
        "barres": m.Barres(lignes=POINTS, reperes=REPERES, **CADRE),
        "serie": m.SerieTemporelle(
            lignes=(
                m.Ligne(label=LONG, points=(*serie, masked), accent=True),
                m.Ligne(label="Région", points=serie),
            ),
            ruptures=(m.Rupture(annee=2011, motif="codage automatique"),),
            **CADRE,
        ),
        "pyramide": m.Pyramide(
            tranches=tuple(
                m.Tranche(
                    label=f"{a}–{a + 4}",
                    hommes=3.0,
                    femmes=3.2,
                    reference_hommes=2.9,
                    reference_femmes=3.1,
                )
                for a in range(0, 90, 5)
            ),
            reference="Région",
            **CADRE,
        ),
        "carte": m.Carte(
            zones=zones(("secret", "manquant", "non_fiable")),
            contours=(m.Contour(label=LONG, anneaux=(square(0, 0),), accent=True),),
            unite="%",
            **CADRE,
        ),
        "distribution": m.Distribution(
            label=LONG,
            value=14.2,
            lower=13.1,
            upper=15.3,
            valeurs=tuple(8 + i * 0.2 for i in range(60)),
            ensemble="60 intercommunalités de la région",
            quintile=4,
            masquees=2,
            reperes=REPERES[:0],
            unite="%",
            **CADRE,
        ),
        "epine": m.RepereEpine(
            lignes=(ligne, secrete), reference="la région", territoire=LONG, **CADRE
        ),
        "entonnoir": m.Entonnoir(
            points=(
                *(m.PointEntonnoir(effectif=20.0 * i, value=90 + i) for i in range(1, 20)),
                m.PointEntonnoir(effectif=380, value=121, label=LONG, accent=True),
            ),
            repere=REPERES[0],
            limites=(
                m.Limite(
                    label="95 %", effectifs=(10, 100, 400), bas=(40, 80, 90), haut=(170, 120, 110)
                ),
            ),
            **CADRE,
        ),
        "gradient": m.Gradient(
            lignes=(
                m.Point(label="Communes les moins défavorisées", value=180, lower=170, upper=190),
                m.Point(label="Milieu", value=SECRETE, lower=4300, upper=4399, status="secret"),
                m.Point(label="Communes les plus défavorisées", value=261, lower=250, upper=272),
            ),
            pente=(166, 265),
            **CADRE,
        ),
    }
