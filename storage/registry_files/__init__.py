"""A district's registry from files: read and checked, compared, written, or made up for the demo."""

from storage.registry_files.csv_set import read_csv_set
from storage.registry_files.csv_write import write_csv_set
from storage.registry_files.demo import demo_registry
from storage.registry_files.diff import Changes, RegistryDiff, diff
from storage.registry_files.faults import RegistryFault, RegistryFaults
from storage.registry_files.read import Loaded, read_registry

__all__ = [
    "Changes",
    "Loaded",
    "RegistryDiff",
    "RegistryFault",
    "RegistryFaults",
    "demo_registry",
    "diff",
    "read_csv_set",
    "read_registry",
    "write_csv_set",
]
