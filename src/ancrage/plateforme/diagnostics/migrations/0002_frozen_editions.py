"""A published edition never changes: its content, its number, its print, its errata."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid

FIGE = "diagnostic_id, numero, version_diagnostic, publiee_le, empreinte, edition_magasin, version_code"
MESSAGE = "Une édition publiée ne se modifie pas."


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = (("diagnostics", "0001_initial"),)

    operations = (
        forbid(
            "diagnostics_contenuedition",
            acts={"UPDATE": "TRUE", "DELETE": "TRUE"},
            message=MESSAGE,
        ),
        forbid(
            "diagnostics_edition",
            acts={f"UPDATE OF {FIGE}": "TRUE", "DELETE": "TRUE"},
            message=MESSAGE,
        ),
        forbid(
            "diagnostics_erratum",
            acts={"UPDATE OF edition_id, indicateur, cle, explication, date": "TRUE",
                  "DELETE": "TRUE"},
            message="Un erratum publié ne se modifie pas.",
        ),
        forbid(
            "diagnostics_controlesecret",
            acts={"UPDATE OF diagnostic_id, points, edition_magasin, version_diagnostic": "TRUE"},
            message="Une signature ne se modifie pas.",
        ),
        # The perimeter of the order and its territory stay those of the order.
        forbid(
            "diagnostics_diagnostic",
            acts={"UPDATE OF perimetre_id, territoire, slug, cadre": "NEW.perimetre_id <> "
                  "OLD.perimetre_id OR NEW.territoire <> OLD.territoire OR NEW.slug <> OLD.slug "
                  "OR NEW.cadre <> OLD.cadre"},
            message="Le périmètre d'un diagnostic commandé ne se modifie pas.",
        ),
    )  # fmt: skip
