"""The frames of a diagnosis, from the catalogue: the order chooses one."""

from ancrage.observatoire.api import Cadre, Partie, cadres

__all__ = ["TYPE", "Cadre", "Partie", "frames"]

TYPE = "dls"  # the document type


def frames() -> dict[str, Cadre]:
    """Return the frames that an order may choose, the document type first."""
    known = {code: one for code, one in cadres().items() if one.document == "diagnostic"}
    return {TYPE: known.pop(TYPE), **known}
