"""How the code of a sheet is written in an address: a slash would cut it in two."""

BARRE, SUBSTITUT = "/", "~"  # no code holds the second


class CodeFiche:
    """« 1/2 » is written « 1~2 »."""

    regex = r"[^/]{1,20}"

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value.replace(SUBSTITUT, BARRE)

    def to_url(self, value: str) -> str:
        """Return the code as addresses write it."""
        return value.replace(BARRE, SUBSTITUT)


class PartiePlan:
    """A part of a plan that may be deleted."""

    regex = "besoins|priorites|axes|objectifs"

    def to_python(self, value: str) -> str:
        """Return the name of the part."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name of the part."""
        return value
