"""Take in plain text: a list of communes in a .txt file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the type."""

    dependencies = (("fichiers", "0001_initial"),)

    operations = (
        migrations.AlterField(
            model_name="fichier",
            name="type",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "document Word"),
                    ("xlsx", "classeur Excel"),
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
