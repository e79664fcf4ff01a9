"""Prints the path of a Chromium to test with; `--install` gets one where there is none.

In this order: COACHSIM_BROWSER, a system Chromium or Chrome, Debian's package (as root), Playwright's own
download. Ends with a clear failure, never with a silent skip.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> str | None:
    wanted = os.environ.get("COACHSIM_BROWSER")
    if wanted:
        return wanted if Path(wanted).exists() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {"stdout": sys.stderr, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet)
    return installed()


def from_playwright() -> str | None:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
    if done.returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def browser_to_test_with() -> str:
    """The path of a Chromium. Fails, rather than skips, where there is none: `make test` installs one."""
    path = installed()
    if path is None:
        raise RuntimeError("These tests need a Chromium: run `make test`, or set COACHSIM_BROWSER to one.")
    return path


def main() -> int:
    path = installed()
    if path is None and "--install" in sys.argv:
        path = from_debian() or from_playwright()
    if path is None:
        print(
            "No Chromium was found, and none could be installed. Install Chromium or Chrome "
            "(Debian: apt-get install chromium), or name one with COACHSIM_BROWSER=/path/to/chromium.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
