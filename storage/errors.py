"""What storage says when it cannot do as asked. None of these is a refusal to a person: they are for the caller."""

from collections.abc import Sequence


class StorageError(Exception):
    """Root of everything storage raises on purpose."""


class StaleCase(StorageError):
    """Somebody changed the case since it was read, or filed it first. Nothing was written: run the use case again."""


class AlreadySettled(StorageError):
    """The update behind this unit of work had its effect before. There is nothing left to do."""


class DeskInUse(StorageError):
    """Another process has this database, and the engine allows one only."""


class RegistryInUse(StorageError):
    """The new registry drops grids that still own open cases. Nothing was replaced."""

    def __init__(self, grids: Sequence[str]) -> None:
        super().__init__(f"grids with open cases are missing from the new registry: {', '.join(grids)}")
        self.grids = tuple(grids)
