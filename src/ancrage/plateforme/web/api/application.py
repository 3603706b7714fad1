"""The API itself: its routes, its errors, its OpenAPI 3.1 description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from ancrage.plateforme.web.api.description import complete
from ancrage.plateforme.web.api.porte import answer_to
from ancrage.plateforme.web.api.problemes import Probleme
from ancrage.plateforme.web.api.routes import (
    diagnostics,
    indicateurs,
    perimetres,
    territoires,
)

PRESENTATION = (
    "Les territoires, les indicateurs, leurs valeurs, les périmètres des contrats et les "
    "diagnostics publiés. Lecture seule, sans inscription ; les mêmes chiffres, les mêmes "
    "statuts et le même secret que les pages du site."
)


class ApiAncrage(NinjaAPI):
    """Ninja with our description."""

    def get_root_path(self, path_params: Any) -> str:
        """Return the address under which the operations stand."""
        return reverse("api:documentation")

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function: short, and unique among ours."""
        return operation.view_func.__name__

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Return the description, completed with what holds for every operation."""
        return complete(super().get_openapi_schema(*args, **kwargs))


api = ApiAncrage(
    title="API ouverte d’Ancrage",
    version="1.0.0",
    description=PRESENTATION,
    docs_url=None,  # ninja's page runs scripts in the page; ours is views.documentation
)
for module in (territoires, indicateurs, perimetres, diagnostics):
    api.add_router("", module.router)


@api.exception_handler(ValidationError)
def on_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each parameter at fault, in French."""
    faults = [{"parametre": str(one["loc"][-1]), "message": _say(one)} for one in error.errors]
    names = ", ".join(dict.fromkeys(fault["parametre"] for fault in faults))
    return Probleme(
        "demande-illisible",
        f"Paramètre refusé : {names}.",
        "Les valeurs admises sont dans /api/v1/.",
        erreurs=faults,
    ).answer(request)


@api.exception_handler(Exception)
def on_any(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer in the one shape of errors."""
    return answer_to(request, error)


_DIRE = {
    "missing": "Ce paramètre est obligatoire.",
    "int_parsing": "Un nombre entier est attendu.",
    "int_from_float": "Un nombre entier est attendu.",
    "greater_than_equal": "La plus petite valeur admise est {ge}.",
    "less_than_equal": "La plus grande valeur admise est {le}.",
    "literal_error": "Valeurs admises : {expected}.",
    "enum": "Valeurs admises : {expected}.",
    "string_pattern_mismatch": "La forme attendue est {pattern}.",
    "string_too_long": "Pas plus de {max_length} caractères.",
    "uuid_parsing": "Un identifiant de la forme 01234567-89ab-cdef-0123-456789abcdef est attendu.",
}


def _say(fault: dict[str, Any]) -> str:
    text = _DIRE.get(fault["type"], "Cette valeur n’est pas admise.")
    return text.format(
        **{k: str(v).replace(" or ", " ou ") for k, v in fault.get("ctx", {}).items()}
    )
