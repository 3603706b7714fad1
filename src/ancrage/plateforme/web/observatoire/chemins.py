"""How a territory is written in an address: « epci:244500468 », unions with « + », and after
« ~ » the name that the author of a union gave it.
"""


class CodeTerritoire:
    """A path converter for territory codes; what the code means is checked by the engine."""

    regex = r"(?:france|(?:commune|epci|departement|region):[0-9A-Za-z]+)" + (
        r"(?:\+(?:commune|epci|departement|region):[0-9A-Za-z]+)*"
        r"(?:~[^/~+?#]{1,80})?"
    )

    def to_python(self, value: str) -> str:
        """Return the code as the engine reads it."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as an address writes it."""
        return value
