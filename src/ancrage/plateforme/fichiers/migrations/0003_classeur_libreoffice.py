"""Take in the workbooks of LibreOffice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the type."""

    dependencies = (("fichiers", "0002_texte_simple"),)

    operations = (
        migrations.AlterField(
            model_name="fichier",
            name="type",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "document Word"),
                    ("xlsx", "classeur Excel"),
                    ("ods", "classeur LibreOffice"),
                    ("pptx", "présentation"),
                    ("csv", "texte CSV"),
                    ("txt", "texte simple"),
                    ("toml", "description TOML"),
                    ("png", "image PNG"),
                    ("jpeg", "photo JPEG"),
                ],
                max_length=8,
                verbose_name="type",
            ),
        ),
    )
