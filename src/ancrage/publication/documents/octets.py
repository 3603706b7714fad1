"""Identical bytes for identical documents: zip packages rewritten with a fixed date."""

import io
import re
import zipfile
from datetime import date

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def freeze_zip(package: bytes, day: date) -> bytes:
    """Return the zip with the same parts, in the same order, all dated of that day.

    The workbooks inside a presentation, one a chart, are frozen as well: their writer stamps
    them with the hour.
    """
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    frozen = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(frozen, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            target.writestr(info, _frozen_part(name, source.read(name), day))
    return frozen.getvalue()


def _frozen_part(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return freeze_zip(content, day)
    if name == "docProps/core.xml":
        return _STAMP.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), content)
    return content
