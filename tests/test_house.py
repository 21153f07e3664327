"""The house rules that no linter knows: sizes, names, commits, clocks, languages, documents."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic.script import ScriptDirectory
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Term, VariableReference
from fluent.syntax.visitor import Visitor

from bot import schema
from bot.settings import Settings
from tests.kit import env_example

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot/", "handlers/", "jobs/", "console/")
SIZED = {".py", ".css", ".js", ".html"}
MIGRATIONS = "bot/migrations/versions/"
MOST_LINES, MOST_FUNCTION_LINES = 300, 40

SAYS_NOTHING = {"manager", "helper", "util", "common", "base", "service", "process"}
# Names that others chose and that we have to take: SQLAlchemy's types, uvicorn, html.parser.
NOT_OURS = {
    "process_bind_param",
    "process_result_value",
    "handle_exit",
    "handle_starttag",
    "handle_endtag",
    "handle_data",
    "base_url",
}
# What may stand in one file alone: the pattern, and the file.
ONLY_IN = [
    (r"\.commit\(", "bot/db.py"),
    (r"datetime\.(utc)?now\(|\btime\.time\(", "bot/clock.py"),
]
# Pieces are joined, so that this file does not contain what it looks for.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
NOT_FOR_HERE = re.compile(
    "|".join(
        [
            r"/work" + "/",
            r"(?<![\w.])/(root|home)" + "/",
            r"\.\./" + "shared",
            r"py" + r"pi\.org",
            r"python" + r"hosted\.org",
            r"registry\.(npm|yarn)",
        ]
    )
)
LATE = re.compile(r"^(?:from|import) (psycopg|xlsxwriter|openpyxl|PIL|pyxform)\b", re.MULTILINE)
# loaded themselves only by who needs them: a command, the demo, a picture that is painted
LOADED_LATE = {"bot/copying.py", "bot/surveys/results/painting.py"}
ASSERTING = ("raises", "warns", "fail", "assert", "expect", "check", "play", "verify")


@cache
def files() -> list[str]:
    """List the files that git tracks or would track, vendored ones aside."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(
        name
        for name in set(listed.split("\0")) - {""}
        if (ROOT / name).is_file() and "vendor" not in Path(name).parts
    )


def python_files(*folders: str) -> list[str]:
    """List the Python files, of some folders or of all."""
    return [name for name in files() if name.endswith(".py") and name.startswith(folders or "")]


@cache
def text_of(name: str) -> str:
    """Return a file's text, or nothing for what is no text."""
    try:
        return (ROOT / name).read_text("utf-8")
    except UnicodeDecodeError:
        return ""


class Function(NamedTuple):
    """Hold what the tests ask of a function."""

    name: str
    line: int
    lines: int
    asserts: bool  # or is no test


@cache
def look_at(name: str) -> tuple[list[Function], set[str]]:
    """Return a Python file's functions and the names that it gives, walked through once."""
    functions, names = [], set()
    for node in ast.walk(ast.parse(text_of(name))):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                lines = node.end_lineno - node.lineno + 1
                sure = not node.name.startswith("test_") or asserts(node)
                functions.append(Function(node.name, node.lineno, lines, sure))
                names.add(node.name)
            case ast.ClassDef():
                names.add(node.name)
            case ast.arg():
                names.add(node.arg)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
    return functions, names


def lines_matching(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    """Return `file:line` of each line that the pattern is found in."""
    return [
        f"{name}:{number}"
        for name in names
        if pattern.search(text_of(name))
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_migrations_are_numbered_one_after_another() -> None:
    names = sorted(path.name for path in (ROOT / MIGRATIONS).glob("[0-9]*.py"))
    numbers = [int(name.partition("_")[0]) for name in names]
    assert numbers == list(range(1, len(names) + 1)), names
    for name, number in zip(names, numbers, strict=True):
        before = f'"{number - 1:04}"' if number > 1 else "None"
        assert f"down_revision = {before}\n" in (ROOT / MIGRATIONS / name).read_text(), name


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [int(Path(name).name[:4]) for name in files() if name.startswith("docs/decisions/")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    sizes = {n: text_of(n).count("\n") for n in files() if Path(n).suffix in SIZED}
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{name}:{function.line} {function.name}"
        for name in [*python_files(), "dev"]
        if not name.startswith(MIGRATIONS)  # a table has as many lines as it has columns
        for function in look_at(name)[0]
        if function.lines > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_names_say_something() -> None:
    empty = [
        f"{name}: {word}"
        for name in python_files()
        for word in {Path(name).stem, *look_at(name)[1]} - NOT_OURS
        if says_nothing(word)
    ]
    assert empty == []


@pytest.mark.parametrize(
    "name", ["MemberManager", "text_utils", "Base", "handle_update", "COMMON"]
)
def test_a_name_that_says_nothing_is_recognised(name: str) -> None:
    assert says_nothing(name)
    assert not says_nothing("database_url")


@cache
def says_nothing(name: str) -> bool:
    """Say whether one of the words that fit everything is in the name."""
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}
    empty = {word + ending for word in SAYS_NOTHING for ending in ("", "s", "es")}
    return bool(words & empty) or name.startswith("handle_")


@pytest.mark.parametrize(("pattern", "only"), ONLY_IN)
def test_one_place_alone_commits_and_one_tells_the_time(pattern: str, only: str) -> None:
    elsewhere = [name for name in python_files(*PRODUCT) if name != only]
    assert lines_matching(re.compile(pattern), elsewhere) == []
    assert lines_matching(re.compile(pattern), [only]) != []


def test_a_start_loads_nothing_large_that_is_seldom_used() -> None:
    assert {n for n in python_files(*PRODUCT) if LATE.search(text_of(n))} == LOADED_LATE


def test_nothing_is_left_unfinished() -> None:
    written = [name for name in files() if not name.endswith((".csv", ".json"))]
    assert lines_matching(UNFINISHED, written) == []


def test_no_machine_and_no_registry_is_named() -> None:
    assert lines_matching(NOT_FOR_HERE, files()) == []


def test_every_test_can_fail() -> None:
    idle = [
        f"{name}:{function.line} {function.name}"
        for name in python_files("tests/")
        for function in look_at(name)[0]
        if not function.asserts
    ]
    assert idle == []


def asserts(function: ast.AST) -> bool:
    """Say whether a function asserts, or calls something whose name says that it does."""
    inside = list(ast.walk(function))
    if any(isinstance(node, ast.Assert) for node in inside):
        return True
    called = [ast.unparse(node.func) for node in inside if isinstance(node, ast.Call)]
    return any(word in name for name in called for word in ASSERTING)


def test_the_example_settings_are_the_settings() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    written = env_example.FILE.read_text("utf-8")
    assert written == env_example.render(), "run: python -m tests.kit.env_example"


def test_both_languages_have_the_same_phrases_and_variables() -> None:
    vietnamese, english = phrases("vi"), phrases("en")
    assert vietnamese
    assert vietnamese == english


def phrases(locale: str) -> dict[str, set[str]]:
    """Return each phrase of a language with the variables that it uses."""
    found: dict[str, set[str]] = {}
    for name in files():
        if re.fullmatch(rf"bot/text/(.*/)?{locale}(/.*)?\.ftl", name):
            for entry in FluentParser().parse(text_of(name)).body:
                assert not isinstance(entry, Junk), f"{name}: {entry.content}"
                if isinstance(entry, Message | Term):
                    assert entry.id.name not in found, f"{name}: {entry.id.name} is there twice"
                    found[entry.id.name] = variables_in(entry)
    return found


def variables_in(entry: Message | Term) -> set[str]:
    """Return the variables that a phrase uses."""
    used = set()

    class Collector(Visitor):
        def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
            used.add(node.id.name)

    Collector().visit(entry)
    return used


def documents() -> list[str]:
    """List the documents."""
    return [name for name in files() if name.endswith(".md")]


def test_documents_name_only_files_that_exist() -> None:
    named = re.compile(
        r"`((?:bot|handlers|jobs|console|tests|docs|requirements)/[\w./-]*|[\w/-]+\.(?:py|md|toml))`"
        r"|\]\((?!https?:|#|mailto:)([^)#\s]+)"
    )
    lost = [
        f"{name}: {path}"
        for name in documents()
        for path in {a or b for a, b in named.findall(text_of(name))}
        if not any((folder / path).exists() for folder in (ROOT, (ROOT / name).parent))
    ]
    assert lost == []


def test_the_readme_names_only_commands_that_exist() -> None:
    launcher = runpy.run_path(str(ROOT / "dev"))
    verbs = {*launcher["STARTS"], "check", "lock"}
    assert set(re.findall(r"\./dev ([a-z]+)", text_of("README.md"))) <= verbs
    listed = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    said = set(re.findall(r"(?<![./\w-])nhipcau ([a-z-]+)", text_of("README.md")))
    assert said - set(re.findall(r"^\s+([a-z-]+)", listed, re.MULTILINE)) == set()


def test_the_last_migration_is_the_head() -> None:
    scripts = ScriptDirectory.from_config(schema.config_for("sqlite://"))
    assert scripts.get_heads() == [schema.get_head()]
