"""One's own data as files: JSON, and a zip that opens in a browser and in a spreadsheet."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from ancrage.plateforme.comptes.donnees import Ligne, collect


def as_json(person: Any) -> str:
    """Return all that is held about a person as JSON, tables by their French title."""
    tables = {title: list(rows) for title, rows in collect(person).values()}
    made = {"exporté le": timezone.localtime().isoformat(timespec="seconds"), **tables}
    return json.dumps(made, ensure_ascii=False, indent=2)


def as_zip(person: Any) -> bytes:
    """Return the same as one readable page, one CSV per table, and the JSON."""
    tables = collect(person)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        page = render_to_string(
            "compte/export.html", {"tables": tables.values(), "jour": timezone.localdate()}
        )
        archive.writestr("mes-donnees.html", page)
        archive.writestr("mes-donnees.json", as_json(person))
        for code, (_, rows) in tables.items():
            if rows:
                archive.writestr(f"{code}.csv", _as_csv(rows))
    return out.getvalue()


def _as_csv(rows: Sequence[Ligne]) -> str:
    """Return a table that a French spreadsheet opens: BOM, semicolons, no live formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows({key: _inert(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _inert(text: str) -> str:
    """Keep a text from being run as a formula when the file is opened."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
