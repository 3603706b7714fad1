"""Control a prepared table before it may enter the store: keys, signs, whole numbers, codes.

Every refusal names the file, the line and the code. `known_codes` is given by the caller: the
communes of the COG vintage that the edition declares.
"""

from collections.abc import Set as AbstractSet

import polars as pl

from ancrage.observatoire.catalogue.modeles import Source
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.octets import Entree

KEY = ["code", "niveau", "periode", "sexe", "age", "mesure"]
# Files of one COG year often keep a handful of codes of a neighbouring year: up to this share of
# the communes of a file is a warning, more is a wrong vintage or a wrong file.
UNKNOWN_TOLERANCE = 0.01
_PERIODE = r"^(avant )?(1[89]|20)\d{2}(-(1[89]|20)\d{2}|-S\d{2})?$"
# A code that cannot exist betrays a lost zero or a shifted column, whatever the tolerance.
_CODES = {
    "commune": (r"^\d[\dAB]\d{3}$", "cinq caractères, zéros initiaux compris"),
    "iris": (r"^\d[\dAB]\d{7}$", "neuf caractères, zéros initiaux compris"),
    "epci": (r"^\d{9}$", "un numéro de neuf chiffres"),
    "departement": (r"^(\d[\dAB]|9[78]\d)$", "deux ou trois caractères, zéros initiaux compris"),
    "region": (r"^\d{2}$", "deux chiffres, zéros initiaux compris"),
}
_IMPOSSIBLE = 1e10  # more than all the inhabitants of the Earth


def check_prepare(
    table: pl.DataFrame, source: Source, entree: Entree, known_codes: AbstractSet[str]
) -> list[str]:
    """Return warnings in French; raise `Erreur` for what must not enter the store."""
    _check_any_row(table, entree)
    _check_measures(table, source, entree)
    _check_form(table, entree)
    _check_duplicates(table, entree)
    _check_negative(table, source, entree)
    _check_whole(table, source, entree)
    _check_possible(table, source, entree)
    return _check_communes(table, entree, known_codes)


def _check_any_row(table: pl.DataFrame, entree: Entree) -> None:
    if table.is_empty():
        raise Erreur(
            "fichier_sans_donnee",
            "Le fichier n'a aucune ligne de données reconnue.",
            fichier=entree.nom,
            attendu="l'en-tête du producteur, puis ses lignes",
            remede="le fichier est vide, coupé, ou ses colonnes sont déplacées : "
            "reprenez l'original du producteur",
        )


def _check_form(table: pl.DataFrame, entree: Entree) -> None:
    """Refuse codes and periods that cannot be any."""
    keys = table.group_by("niveau", "code", "periode").agg(pl.col("ligne").min())
    wrong = keys.filter(~pl.col("periode").str.contains(_PERIODE).fill_null(value=False))
    if wrong.height:
        _refuse_key(wrong, entree, "periode", "une année, ou deux : « 2018 », « 2013-2018 »")
    for niveau, (form, attendu) in _CODES.items():
        fits = pl.col("code").str.contains(form).fill_null(value=False)
        wrong = keys.filter((pl.col("niveau") == niveau) & ~fits)
        if wrong.height:
            _refuse_key(wrong, entree, "code", attendu)


def _refuse_key(wrong: pl.DataFrame, entree: Entree, key: str, attendu: str) -> None:
    first = wrong.sort("ligne", key).row(0, named=True)
    word = "une période" if key == "periode" else f"un code de niveau {first['niveau']}"
    raise Erreur(
        f"{key}_impossible",
        f"« {first[key]} » n'est pas {word} ({wrong[key].n_unique()} cas).",
        fichier=entree.nom,
        ligne=first["ligne"],
        colonne=key,
        attendu=attendu,
        remede="reprenez l'original du producteur, sans le réenregistrer dans un tableur",
    )


def _check_measures(table: pl.DataFrame, source: Source, entree: Entree) -> None:
    unknown = set(table["mesure"].unique()) - set(source.mesures)
    if unknown:
        raise Erreur(
            "mesure_non_declaree",
            f"La source « {source.code} » ne déclare pas : {', '.join(sorted(unknown))}.",
            fichier=entree.nom,
            attendu=", ".join(list(source.mesures)[:12]),
            remede="ajoutez la mesure à la table [mesures] de la source",
        )


def _check_duplicates(table: pl.DataFrame, entree: Entree) -> None:
    if table.select(KEY).hash_rows().n_unique() == table.height:
        return  # distinct hashes prove distinct keys, ten times faster than comparing the rows
    doubles = table.filter(pl.struct(KEY).is_duplicated())
    if doubles.height:
        first = doubles.sort(*KEY, "ligne").row(1, named=True)
        raise Erreur(
            "code_en_double",
            f"Le code {first['code']} ({first['niveau']}, {first['periode']}) est présent deux"
            f" fois pour « {first['mesure']} ».",
            fichier=entree.nom,
            ligne=first["ligne"],
            attendu="un code une seule fois par période, sexe et âge",
            remede="reprenez l'original, ou retirez la ligne en trop dans une copie signalée",
        )


def _check_negative(table: pl.DataFrame, source: Source, entree: Entree) -> None:
    signed = [name for name, mesure in source.mesures.items() if mesure.signee]
    wrong = table.filter((pl.col("value") < 0) & ~pl.col("mesure").is_in(signed))
    if wrong.height:
        _refuse(wrong, entree, "valeur_negative", "est négative", "une valeur positive ou nulle")


def _check_whole(table: pl.DataFrame, source: Source, entree: Entree) -> None:
    whole = [name for name, mesure in source.mesures.items() if mesure.entiere]
    wrong = table.filter((pl.col("value") % 1 != 0) & pl.col("mesure").is_in(whole))
    if wrong.height:
        _refuse(wrong, entree, "valeur_non_entiere", "n'est pas entière", "un nombre entier")


def _check_possible(table: pl.DataFrame, source: Source, entree: Entree) -> None:
    """Refuse a share over 100 %, and numbers that count nothing on Earth."""
    shares = [name for name, mesure in source.mesures.items() if mesure.unite == "%"]
    unsigned = [name for name in shares if not source.mesures[name].signee]
    wrong = table.filter((pl.col("value") > 100) & pl.col("mesure").is_in(unsigned))
    if wrong.height:
        _refuse(wrong, entree, "part_impossible", "dépasse 100 %", "une part de 0 à 100")
    wrong = table.filter(pl.col("value").abs() > _IMPOSSIBLE)
    if wrong.height:
        _refuse(wrong, entree, "valeur_impossible", "est impossible", "un nombre plausible")


def _refuse(wrong: pl.DataFrame, entree: Entree, code: str, motif: str, attendu: str) -> None:
    first = wrong.sort("ligne").row(0, named=True)
    number = f"{first['value']:g}".replace(".", ",").replace("-", "−")
    raise Erreur(
        code,
        f"La valeur {number} de « {first['mesure']} » {motif} pour {first['niveau']}"
        f" {first['code']} ({wrong.height} cas).",
        fichier=entree.nom,
        ligne=first["ligne"],
        colonne=first["mesure"],
        attendu=attendu,
        remede="reprenez l'original du producteur ; une correction se déclare dans la source",
    )


def _check_communes(
    table: pl.DataFrame, entree: Entree, known_codes: AbstractSet[str]
) -> list[str]:
    codes = table.filter(niveau="commune").select("code", "ligne").unique("code")
    if codes.is_empty():
        return []
    known = pl.DataFrame({"code": sorted(known_codes)}, schema={"code": pl.String})
    unknown = codes.join(known, on="code", how="anti").sort("ligne", "code")
    if unknown.is_empty():
        return []
    tolerance = int(str(entree.options.get("communes_inconnues_max", 0))) or max(
        1, int(codes.height * UNKNOWN_TOLERANCE)
    )
    shown = ", ".join(unknown["code"].head(5)) + (" …" if unknown.height > 5 else "")
    if unknown.height > tolerance:
        raise Erreur(
            "communes_inconnues",
            f"{unknown.height} communes inconnues au COG {entree.cog} : {shown}.",
            fichier=entree.nom,
            ligne=unknown["ligne"][0],
            attendu=f"des codes de communes du COG {entree.cog}, {tolerance} inconnus au plus",
            remede="corrigez le millésime « cog » de l'édition, ou reprenez le bon fichier",
        )
    return [f"{entree.nom} : {unknown.height} commune(s) inconnue(s) au COG {entree.cog} : {shown}"]
