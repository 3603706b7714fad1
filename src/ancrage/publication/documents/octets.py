"""Identical bytes for identical documents: zip packages rewritten with a fixed date."""

import io
import zipfile
from datetime import date


def freeze_zip(package: bytes, day: date) -> bytes:
    """Return the zip with the same parts, in the same order, all dated of that day."""
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
            target.writestr(info, source.read(name))
    return frozen.getvalue()
