"""What storage says when it cannot do as asked. None of these is a refusal to a person: they are for the caller."""

from collections.abc import Mapping, Sequence

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, TimeoutError


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

    def __init__(self, numbers: Mapping[str, Sequence[str]]) -> None:
        """`numbers`: for each such grid the numbers of its open cases."""
        super().__init__(f"grids with open cases are missing from the new registry: {', '.join(numbers)}")
        self.grids = tuple(numbers)
        self.numbers = {grid: tuple(cases) for grid, cases in numbers.items()}


def is_databases(error: BaseException) -> bool:
    """The trouble is the database's, whatever it was asked: it is away, full, read-only, damaged, or refuses us. Nothing
    that was to be stored may be given up for it."""
    return isinstance(error, DBAPIError | TimeoutError) and not isinstance(error, DataError | IntegrityError)
