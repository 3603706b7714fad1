"""Arguments that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """Outputs of a command that lists or compares."""

    TABLE = "table"
    JSON = "json"


Territoire = Annotated[
    str, typer.Argument(help="epci:244500468, commune:45234, union avec +, fichier de codes")
]
Forme = Annotated[Format, typer.Option("--format", help="forme de la réponse")]
Nom = Annotated[str | None, typer.Option(help="nom du territoire, pour une union")]
