"""The built-in workflows and templates: inside the package when installed, at the root in a checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning.errors import StorageFault

if TYPE_CHECKING:
    from pathlib import Path


def resource_folder(name: str) -> Path:
    """Return the folder of built-in data called `name`: "workflows" or "templates".

    A wheel carries the folders inside the package; in a checkout they lie at the root, where people read and edit them.
    Raises StorageFault when neither is there: the installation is damaged.
    """
    from pathlib import Path  # a command that needs no built-in data should not pay for it

    package = Path(__file__).parent
    for folder in (package / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise StorageFault(
        f"Installationen är skadad: den inbyggda mappen ”{name}” saknas.",
        "Installera om beredning.",
    )
