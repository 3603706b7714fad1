"""Compare a signed PDF with the frozen one, object by object: signatures alone may come on top.

The bytes of the frozen file come first in the signed one; what is appended may still replace an
object. Each object of the frozen file must therefore be the same in the signed one, but for what
a signature needs: its field in the catalogue, its frame among the annotations of a page.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

CATALOGUE = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"})
PAGE = frozenset({"/Annots", "/LastModified", "/Tabs"})
STRUCTURE = frozenset({"/StructTreeRoot", "/StructElem"})  # order of reading, nothing is drawn


def is_only_signed(fige: bytes, signe: bytes) -> bool:
    """Say whether a signed file is the frozen one, with signatures and nothing else."""
    if not signe.startswith(fige):
        return False
    with pikepdf.open(BytesIO(fige)) as before, pikepdf.open(BytesIO(signe)) as after:
        same_root = before.Root.objgen == after.Root.objgen
        return same_root and not any(_changes(before, after))


def _changes(before: pikepdf.Pdf, after: pikepdf.Pdf) -> Iterator[str]:
    """Yield the objects of the frozen file that the signed one replaces by something else."""
    # Title and dates, rewritten by whoever saves a file: shown nowhere in the pages.
    said = (before.trailer.get("/Info"), before.Root.get("/Metadata"))
    skipped = {one.objgen for one in said if one is not None and one.is_indirect}
    for one in before.objects:
        if one.objgen in skipped:
            continue
        other = after.get_object(one.objgen)
        if not _same(one, other):
            yield str(one.objgen)


def _same(one: Any, other: Any) -> bool:
    if _content(one) == _content(other):
        return True
    if not (isinstance(one, pikepdf.Dictionary) and isinstance(other, pikepdf.Dictionary)):
        return isinstance(one, pikepdf.Array) and _only_frames(one, other)
    kind = str(one.get("/Type", ""))
    if kind in STRUCTURE:
        return str(other.get("/Type", "")) == kind
    allowed = {"/Catalog": CATALOGUE, "/Page": PAGE}.get(kind, frozenset())
    keys = {*one.keys(), *other.keys()} - allowed
    if any(_written(one.get(key)) != _written(other.get(key)) for key in keys):
        return False
    return kind != "/Page" or _only_frames(one.get("/Annots"), other.get("/Annots"))


def _only_frames(before: Any, after: Any) -> bool:
    """Say whether a list of annotations only gained frames of signatures."""
    old = list(before) if before is not None else []
    new = list(after) if isinstance(after, pikepdf.Array) else []
    if [_written(one) for one in new[: len(old)]] != [_written(one) for one in old]:
        return False
    return all(_is_signature(one) for one in new[len(old) :])


def _is_signature(one: Any) -> bool:
    if not isinstance(one, pikepdf.Dictionary) or str(one.get("/Subtype", "")) != "/Widget":
        return False
    kind = one.get("/FT") or one.get("/Parent", pikepdf.Dictionary()).get("/FT")
    return str(kind) == "/Sig"


def _content(one: Any) -> bytes:
    """Return an object itself, what it refers to left as references; a stream with its bytes."""
    if isinstance(one, pikepdf.Stream):
        keys = sorted({*one.keys()} - {"/Length"})
        return b" ".join(key.encode() + _written(one[key]) for key in keys) + one.read_raw_bytes()
    return bytes(one.unparse(resolved=True)) if isinstance(one, pikepdf.Object) else b""


def _written(one: Any) -> bytes:
    """Return a value as its holder writes it: a reference, or the value."""
    if one is None:
        return b""
    return bytes(one.unparse()) if isinstance(one, pikepdf.Object) else repr(one).encode()
