"""Arguments that several commands share."""

from typing import Annotated

import typer

Territoire = Annotated[
    str, typer.Argument(help="epci:244500468, commune:45234, union avec +, fichier de codes")
]
Nom = Annotated[str | None, typer.Option(help="nom du territoire, pour une union")]
