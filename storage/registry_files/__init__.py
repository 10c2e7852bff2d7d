"""A district's registry from files: read and checked, compared, written, or made up for the demo."""

from storage.registry_files.csv_set import read_csv_set
from storage.registry_files.csv_write import write_csv_set
from storage.registry_files.demo import demo_registry
from storage.registry_files.diff import Changes, RegistryDiff, diff
from storage.registry_files.faults import RegistryFault, RegistryFaults

__all__ = [
    "Changes",
    "RegistryDiff",
    "RegistryFault",
    "RegistryFaults",
    "demo_registry",
    "diff",
    "read_csv_set",
    "write_csv_set",
]
