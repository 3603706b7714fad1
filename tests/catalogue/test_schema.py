"""The JSON Schemas for editors follow the models and help in French."""

import pytest
from pydantic import BaseModel

from ancrage.observatoire.catalogue import modeles
from ancrage.observatoire.catalogue.aides import AIDES
from ancrage.observatoire.catalogue.schema import MODELES, json_schema
from ancrage.observatoire.erreurs import Erreur


@pytest.mark.parametrize("name", AIDES)
def test_every_key_of_a_file_has_its_help_and_no_help_is_left_over(name: str) -> None:
    modele: type[BaseModel] = getattr(modeles, name)
    assert list(AIDES[name]) == list(modele.model_fields)


@pytest.mark.parametrize("nom", MODELES)
def test_every_property_is_described(nom: str) -> None:
    schema = json_schema(nom)
    assert schema["additionalProperties"] is False
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, value in part.get("properties", {}).items():
            assert value.get("description"), key


def test_the_schema_lists_the_closed_methods() -> None:
    methods = json_schema("indicateur")["$defs"]["Methode"]["enum"]
    assert set(methods) == {methode.value for methode in modeles.Methode}


def test_an_unknown_schema_names_the_known_ones() -> None:
    with pytest.raises(Erreur) as caught:
        json_schema("territoire")
    assert caught.value.attendu == "indicateur, source, cadre"
