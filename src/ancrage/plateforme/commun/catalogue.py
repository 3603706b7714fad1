"""Where the data files of the catalogue are, for the apps that read their own."""

from importlib import resources
from pathlib import Path


def catalogue_dir() -> Path:
    """Return the folder of the catalogue: in the wheel, else at the root of the checkout."""
    package = Path(str(resources.files("ancrage")))
    installed = package / "catalogue_donnees"
    return installed if installed.is_dir() else package.parents[1] / "catalogue"
