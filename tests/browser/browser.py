"""A real browser without a window, spoken to through its debugging pipe: no driver, no port."""

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
REQUIRED = "ISOP_BROWSER_REQUIRED"
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"),
    *("--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"),
)


def found_browser() -> str:
    """Return the path of a Chromium; without one the test is skipped, or fails where one is required."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        message = "needs a browser: install Debian's package chromium"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return path


@dataclass
class Page:
    """One page of a browser; widths in CSS pixels."""

    write: Any
    read: Any
    session: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the DevTools protocol and return its result; AssertionError where it fails."""
        number = next(self.numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.write.write(json.dumps(message).encode() + b"\0")
        self.write.flush()
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        parts = bytearray()
        while (one := self.read.read(1)) != b"\0":
            assert one, "the browser ended"
            parts += one
        return dict(json.loads(parts))

    def open(self, path: Path, width: int = 1280, dark: bool = False, scripts: bool = True) -> None:
        """Show a file at a width, in light or dark colours, when it has loaded."""
        self.look(width, dark)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Page.navigate", url=path.resolve().as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def look(self, width: int, dark: bool = False, media: str = "screen") -> None:
        """Change width, colours and medium of the page that is shown."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited where it is a promise."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")


@contextmanager
def browser() -> Iterator[Page]:
    """Yield a page of a browser of its own, which ends with the block."""
    path = found_browser()
    ours_read, theirs_write = os.pipe()
    theirs_read, ours_write = os.pipe()

    def place() -> None:
        """Put the pipes' ends where the browser looks for them: commands at 3, answers at 4."""
        commands, answers = (fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (theirs_read, theirs_write))
        os.dup2(commands, 3)
        os.dup2(answers, 4)

    with tempfile.TemporaryDirectory(prefix="isop", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [path, *OPTIONS, f"--user-data-dir={folder}"],
            close_fds=False,
            preexec_fn=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_read)
        os.close(theirs_write)
        try:
            with os.fdopen(ours_write, "wb") as write, os.fdopen(ours_read, "rb", 1 << 20) as read:
                yield _page(Page(write, read))
        finally:
            process.terminate()
            process.wait()


def _page(page: Page) -> Page:
    target = page.call("Target.createTarget", url="about:blank")["targetId"]
    page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    page.call("Page.enable")
    return page
