"""Find, for each area, the rows that answer: its own, the sum of its members, or none.

Everything is a join: one area or all the areas of France take the same path. The order of
preference within a period is: published at the area's level, sum of its communes, of its whole
EPCI, of its whole départements. Only when that gives nothing for any period: "not additive" if
members are published one by one, else the value of a larger area (`emprunte`).
"""

from dataclasses import dataclass

import polars as pl

from ancrage.observatoire.catalogue.modeles import Methode

KEY = ["indicateur", "serie", "periode", "sexe"]
ORIGINES = ("publie", "communes", "epci", "departements", "non_additif", "emprunte", "quartiers")
_NUMBERS = ["numerator", "denominator", "value"]
_OUT = ["aire", *KEY, *_NUMBERS, "status", "reparti", "niveau", "geo", "origine", "motif"]
_FREE = ["union", "liste"]
MAX_BASSINS = 30  # a département touches too many for a list to help


@dataclass(frozen=True)
class Aires:
    """Areas to answer for, and how they are made.

    `table`: aire, niveau, code. `communes`, `epci`, `departements`: aire, membre (whole members
    only: an EPCI is a member when all its communes are). `parents`: aire, niveau, code of the
    départements, régions and France that hold some of its communes, with `entier` true when they
    hold all of them. `quartiers`: aire, membre, every quartier prioritaire in one of its communes.
    """

    table: pl.DataFrame
    communes: pl.DataFrame
    epci: pl.DataFrame
    departements: pl.DataFrame
    parents: pl.DataFrame
    quartiers: pl.DataFrame

    @property
    def bassins(self) -> pl.DataFrame:
        """Return aire, membre: the bassins de vie that an area touches without being inside one."""
        touched = self.parents.filter((pl.col("niveau") == "bassin_de_vie") & ~pl.col("entier"))
        few = pl.len().over("aire") <= MAX_BASSINS
        return touched.filter(few).select("aire", membre="code")


def answer(
    comptes: pl.DataFrame, plan: pl.DataFrame, aires: Aires, *, fallback: bool = True
) -> pl.DataFrame:
    """Return one row per aire × indicateur × periode × sexe, with the level really used.

    Without `fallback`, only what the areas themselves can say: nothing borrowed, no member lists.
    """
    facts = comptes.join(
        plan.select("indicateur", "serie", "method", "additive", "libre"),
        on=["indicateur", "serie"],
    )
    whole = {
        "commune": _links(aires, "commune", aires.communes),
        "epci": _links(aires, "epci", aires.epci),
        "departement": _links(aires, "departement", aires.departements),
    }
    candidates = [
        _own_rows(facts, aires),
        *(_sums(facts, niveau, links) for niveau, links in whole.items() if not links.is_empty()),
    ]
    if fallback:
        # the order of `membres.find_membres`: the reason names the members that are listed
        parts = dict(reversed(whole.items()))
        parts["bassin_de_vie"] = _links(aires, "bassin_de_vie", aires.bassins)
        candidates += [
            _not_additive(facts, niveau, links)
            for niveau, links in parts.items()
            if not links.is_empty()
        ]
        candidates.append(_borrowed(facts, aires))
        if not aires.quartiers.is_empty():
            candidates.append(_by_quartier(facts, aires))
    return _protect_free_areas(_choose(pl.concat(candidates)), plan, aires)


def _own_rows(facts: pl.DataFrame, aires: Aires) -> pl.DataFrame:
    return (
        facts.join(aires.table, on=["niveau", "code"])
        .with_columns(geo="code", origine=pl.lit("publie"), motif=pl.lit(None, pl.String))
        .select(_OUT)
    )


def _links(aires: Aires, niveau: str, members: pl.DataFrame) -> pl.DataFrame:
    """Return aire, membre, niveau_aire of the areas that are larger than their members."""
    larger = aires.table.filter(pl.col("niveau") != niveau).select("aire", niveau_aire="niveau")
    return members.join(larger, on="aire").select("aire", "membre", "niveau_aire")


def _sums(facts: pl.DataFrame, niveau: str, members: pl.DataFrame) -> pl.DataFrame:
    """Sum the counts of all the members; one masked or missing member masks the sum."""
    sizes = members.group_by("aire", "niveau_aire").agg(taille=pl.len())
    rows = facts.filter((pl.col("niveau") == niveau) & pl.col("additive"))
    sums = (
        # In the order of codes: the last bit of a sum of decimals must not vary between runs.
        rows.sort("code")
        .join(
            members.select("aire", "membre"),
            left_on="code",
            right_on="membre",
            maintain_order="left",
        )
        .group_by("aire", *KEY)
        .agg(
            pl.col("numerator").sum(),
            denominator=pl.when(pl.col("denominator").is_not_null().any()).then(
                pl.col("denominator").sum()
            ),
            secret=(pl.col("status") == "secret").sum(),
            manquant=(pl.col("status") == "manquant").sum(),
            presents=pl.len(),
            reparti=pl.col("reparti").any(),
        )
        .join(sizes, on="aire")
    )
    return _mask_partial(sums, niveau, _SOMMES[niveau]).select(_OUT)


_SOMMES = {"commune": "communes", "epci": "epci", "departement": "departements"}
_MOTS = {"commune": "commune(s)", "epci": "EPCI", "departement": "département(s)"}


def _mask_partial(sums: pl.DataFrame, niveau: str, origine: str) -> pl.DataFrame:
    """Give the sums their status; France leaves out, and names, what a source never covers."""
    absent = pl.col("taille") - pl.col("presents") + pl.col("manquant")
    few = (absent <= 6) & (absent * 10 <= pl.col("taille"))
    tolerated = (pl.col("niveau_aire") == "france") & few & (niveau == "departement")
    mot = _MOTS[niveau]
    motif = (
        pl.when(pl.col("secret") > 0)
        .then(pl.format("{} sur {} " + mot + " sous secret statistique", "secret", "taille"))
        .when(tolerated & (absent > 0))
        .then(pl.format("France hors {} département(s) absent(s) de la source", absent))
        .when(absent > 0)
        .then(pl.format("{} sur {} " + mot + " sans donnée dans la source", absent, "taille"))
    )
    status = (
        pl.when(pl.col("secret") > 0)
        .then(pl.lit("secret"))
        .when((absent > 0) & ~tolerated)
        .then(pl.lit("manquant"))
        .when(pl.col("denominator") == 0)
        .then(pl.lit("non_applicable"))
        .when(pl.col("numerator") == 0)
        .then(pl.lit("zero"))
        .otherwise(pl.lit("valeur"))
    )
    return sums.with_columns(
        status=status,
        motif=motif,
        niveau="niveau_aire",
        geo="aire",
        origine=pl.lit(origine),
        value=pl.lit(None, pl.Float64),
    ).with_columns(
        pl.when(~pl.col("status").is_in(["secret", "manquant"])).then(name).alias(name)
        for name in ("numerator", "denominator")
    )


def _not_additive(facts: pl.DataFrame, niveau: str, links: pl.DataFrame) -> pl.DataFrame:
    """Say that a median or a published rate of the members is never summed over the area."""
    rows = facts.filter((pl.col("niveau") == niveau) & ~pl.col("additive"))
    return (
        rows.join(links, left_on="code", right_on="membre")
        .group_by("aire", "niveau_aire", *KEY)
        .agg(pl.len())
        .with_columns(
            *(pl.lit(None, pl.Float64).alias(name) for name in _NUMBERS),
            status=pl.lit("non_additif"),
            reparti=pl.lit(value=False),
            niveau="niveau_aire",
            geo="aire",
            origine=pl.lit("non_additif"),
            motif=pl.lit(_NOT_ADDITIVE[niveau]),
        )
        .select(_OUT)
    )


_NOT_ADDITIVE = {
    "commune": "Médiane ou taux publié par commune : il ne se somme pas ; valeurs des communes.",
    "epci": "Médiane ou taux publié par EPCI : il ne se somme pas ; valeurs des EPCI membres.",
    "bassin_de_vie": "Valeur publiée par bassin de vie, à cheval sur le territoire : ni somme ni "
    "moyenne ; valeurs des bassins touchés.",
    "departement": "Taux publié par département : il ne se somme pas ; valeurs des départements.",
    "qpv": "Publié par quartier prioritaire, qui ne vaut pas pour le territoire ; valeurs des "
    "quartiers.",
}


def _by_quartier(facts: pl.DataFrame, aires: Aires) -> pl.DataFrame:
    """Name the quartiers of an area that has no other figure: they are not the area, nor add up.

    A quartier may reach beyond the area, and counts published by quartier are protected.
    """
    everything = facts.with_columns(additive=pl.lit(value=False))
    links = _links(aires, "qpv", aires.quartiers)
    return _not_additive(everything, "qpv", links).with_columns(origine=pl.lit("quartiers"))


def _borrowed(facts: pl.DataFrame, aires: Aires) -> pl.DataFrame:
    """Show the rate of the smallest area around that holds all its communes and has one.

    A count is never borrowed: the births of a département say nothing of a commune's. Where the
    larger areas have nothing but masked values, the answer is their secrecy, not a missing value.
    """
    order = {"bassin_de_vie": 0, "departement": 1, "region": 2, "france": 3}
    around = aires.parents.filter(pl.col("entier")).rename({"code": "geo"})
    rates = facts.filter(
        pl.col("status").is_in(["valeur", "zero", "secret"])
        & ~pl.col("method").is_in([Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS])
    )
    masked = pl.col("status") == "secret"
    rows = rates.join(
        around.join(aires.table.select("aire", niveau_aire="niveau"), on="aire").filter(
            pl.col("niveau") != pl.col("niveau_aire")
        ),
        left_on=["niveau", "code"],
        right_on=["niveau", "geo"],
    ).with_columns(
        rang=pl.col("niveau").replace_strict(order, default=9, return_dtype=pl.UInt8)
        + pl.when(masked).then(10).otherwise(0),
        geo="code",
        status=pl.when(masked).then("status").otherwise(pl.lit("emprunte")),
        origine=pl.lit("emprunte"),
        motif=pl.lit(None, pl.String),
    )
    nearest = pl.col("rang") == pl.col("rang").min().over("aire", "indicateur", "sexe")
    return rows.filter(nearest).select(_OUT)


def _choose(candidates: pl.DataFrame) -> pl.DataFrame:
    """Keep one answer per aire, indicateur, period and sex, from the best kind that exists.

    Kinds: 0 the area's own figure or sum, 1 members that do not add up, 2 a larger area, 3 its
    quartiers. A sum that only lacks data (4) gives way to a lower kind that has some.
    """
    rank = pl.col("origine").replace_strict(
        {name: index for index, name in enumerate(ORIGINES)}, return_dtype=pl.UInt8
    )
    absent = pl.col("status") == "manquant"
    kind = (
        pl.when(pl.col("origine") == "non_additif")
        .then(1)
        .when(pl.col("origine") == "emprunte")
        .then(2)
        .when(pl.col("origine") == "quartiers")
        .then(3)
        .when(absent)
        .then(4)
        .otherwise(0)
    )
    best = pl.col("kind") == pl.col("kind").min().over("aire", "indicateur", "sexe")
    return (
        candidates.with_columns(rang=rank, kind=kind)
        .filter(best | ((pl.col("kind") == 4) & _has_own()))
        .sort(
            *("aire", "indicateur", "sexe", "periode", "kind", "serie", "rang"),
            maintain_order=True,  # equals keep the order of the candidates: same run, same words
        )
        .unique(subset=["aire", "indicateur", "sexe", "periode"], keep="first", maintain_order=True)
        .with_columns(pl.col("origine").replace("quartiers", "non_additif"))
        .select(_OUT)
    )


def _has_own() -> pl.Expr:
    """Tell whether the area has a figure of its own for another period."""
    return (pl.col("kind") == 0).any().over("aire", "indicateur", "sexe")


def _protect_free_areas(rows: pl.DataFrame, plan: pl.DataFrame, aires: Aires) -> pl.DataFrame:
    """Mask the sums of protected sources over a free union: they answer on a closed list only."""
    free = aires.table.filter(pl.col("niveau").is_in(_FREE)).select(
        "aire", libre_aire=pl.lit(value=True)
    )
    if free.is_empty():
        return rows
    protected = plan.filter(~pl.col("libre")).select(
        "indicateur", "serie", ferme=pl.lit(value=True)
    )
    summed = pl.col("origine").is_in(["communes", "epci", "departements"])
    masked = (
        summed
        & pl.col("ferme").fill_null(value=False)
        & pl.col("libre_aire").fill_null(value=False)
    )
    return (
        rows.join(protected, on=["indicateur", "serie"], how="left")
        .join(free, on="aire", how="left")
        .with_columns(masked=masked)
        .with_columns(
            *(pl.when(~pl.col("masked")).then(name).alias(name) for name in _NUMBERS),
            status=pl.when("masked").then(pl.lit("secret")).otherwise("status"),
            motif=pl.when("masked")
            .then(pl.lit("Source protégée : elle répond sur une liste fermée de territoires."))
            .otherwise("motif"),
        )
        .select(_OUT)
    )
