"""What is installed is what was locked, from wherever it comes; under which licence; and nothing of it runs what it reads."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
ROOMS = ("bot", "handlers", "delivery", "scheduler", "storage", "nlp", "texts", "cases", "console")
RUNS_WITHOUT = {"tzdata", "colorama", "win32-setctime", "exceptiongroup", "uvloop", "pywin32"}
"""Locked for other machines."""
ALLOWED = {
    "mit", "mit license", "mit-0", "mit-cmu", "bsd license", "bsd-2-clause", "bsd-3-clause", "0bsd", "isc license (iscl)", "isc",
    "apache-2.0", "apache 2.0", "apache software license", "apache license, version 2.0", "psf-2.0", "python software foundation license", "zlib", "cc0-1.0",
    "ofl-1.1", "unlicense", "mozilla public license 2.0 (mpl 2.0)", "mpl-2.0", "dfsg approved", "lgpl-3.0-only",
}  # fmt: skip
"""LGPL and MPL: used as they come, unchanged and replaceable, which is all they ask of us."""
LOCK_LINE = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)( ; [^\\]+)?( \\)?$")
HASH_LINE = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def locked(path: Path) -> dict[str, int]:
    """Name -> how many hashes. Raises AssertionError at a line that is neither."""
    found: dict[str, int] = {}
    name = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if match := LOCK_LINE.match(line):
            name = match[1].lower()
            found[name] = 0
        else:
            assert HASH_LINE.match(line), f"{path.name}:{number}: neither a pinned package nor a hash"
            found[name] += 1
    return found


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes_and_from_no_named_place(path: Path) -> None:
    packages = locked(path)
    assert packages
    assert [name for name, hashes in packages.items() if not hashes] == []
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|git\+|^-", path.read_text("utf-8"), re.MULTILINE)


def test_nothing_is_installed_past_the_lock() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    installs = [line for line in makefile.splitlines() if " pip install" in line]
    assert installs
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation -e ." in line for line in installs)


def test_what_runs_is_all_in_what_is_tested() -> None:
    """One version of each: what was tested is what is deployed."""
    tested = (ROOT / "requirements-dev.txt").read_text("utf-8").split()
    for path in (ROOT / "requirements.txt", ROOT / "requirements-train.txt"):
        pins = [word for word in path.read_text("utf-8").split() if re.fullmatch(r"[\w.-]+==[\w.!+-]+", word)]
        assert pins
        assert [pin for pin in pins if pin not in tested] == [], path.name


def licences(found: Distribution) -> Iterator[str]:
    told = found.metadata
    if expression := told.get_all("License-Expression"):
        yield from re.split(r" AND | OR |[()]", expression[0])
    elif classified := [line.split(" :: ")[-1] for line in told.get_all("Classifier") or () if line[:7] == "License"]:
        yield from classified
    else:
        yield (told.get_all("License") or ["unknown"])[0].partition("\n")[0]


@pytest.mark.parametrize("path", [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"], ids=lambda path: path.name)
def test_every_licence_is_one_that_was_looked_at(path: Path) -> None:
    unknown = {}
    for name in locked(path):
        try:
            told = {one.strip().lower() for one in licences(distribution(name)) if one.strip()}
        except PackageNotFoundError:
            continue  # of another platform, or of what is not installed here
        if told - ALLOWED and name not in READ_BY_HAND:
            unknown[name] = told - ALLOWED
    assert unknown == {}


READ_BY_HAND = {"axe-playwright-python": "MIT, as its LICENSE file says; only for tests"}
"""Packages that do not say it in a way that can be read."""


def test_the_list_of_materials_names_every_package_with_its_hashes(tmp_path: Path) -> None:
    """As `make sbom` writes it."""
    (line,) = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "cyclonedx-py" in line]
    _, _, arguments = line.partition("cyclonedx-py ")
    words = [*arguments.partition(" -o ")[0].split(), "-o", str(tmp_path / "sbom.json")]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *words], cwd=ROOT, check=True, timeout=60)
    told = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    parts = {part["name"].lower(): part for part in told["components"]}
    names = set(locked(ROOT / "requirements.txt"))
    assert {re.sub(r"[-_.]+", "-", name) for name in parts} == {re.sub(r"[-_.]+", "-", name) for name in names}
    assert all(part["version"] for part in parts.values())
    assert all(
        any(reference.get("hashes") for reference in part.get("externalReferences", ())) for part in parts.values()
    )


# --- nothing runs what it reads ---

DANGEROUS = {"eval", "exec", "__import__", "compile"}
MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "yaml"}
CALLS = {"os.system", "os.popen", "subprocess.getoutput", "ssl._create_unverified_context", "tempfile.mktemp"}


def faults_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in DANGEROUS:
                yield f"{where} {name}"
            case ast.Call(func=ast.Attribute() as called) if ast.unparse(called) in CALLS:
                yield f"{where} {ast.unparse(called)}"
            case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                yield f"{where} shell=True"
            case ast.keyword(arg="verify", value=ast.Constant(value=False)):
                yield f"{where} verify=False"
            case ast.Import(names=names) if MODULES & {name.name.partition(".")[0] for name in names}:
                yield f"{where} import"
            case ast.ImportFrom(module=module) if (module or "").partition(".")[0] in MODULES:
                yield f"{where} import"
            case ast.Attribute(attr="PickleType"):
                yield f"{where} PickleType"


def test_nothing_of_ours_runs_what_it_reads_or_trusts_a_line_without_a_certificate() -> None:
    """In the database there is no pickle: whoever can write to it could run what they like."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 300
    assert [fault for path in files for fault in faults_of(path)] == []


def test_a_planted_fault_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "planted.py"
    path.write_text(
        "import pickle\nfrom yaml import load\neval('1')\nrun('x', shell=True)\nget(verify=False)\nos.system('x')"
    )
    assert [fault.partition(" ")[2] for fault in faults_of(path)].count("import") == 2
    assert len(list(faults_of(path))) == 6
