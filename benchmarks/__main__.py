"""Prints every figure, or those of parts by name: `python -m benchmarks core verifier store cohort agreement page`."""

import os
import platform
import sys

import psutil

from benchmarks import core, verifier


def machine() -> str:
    processor = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123
            processor = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; load {load:.1f}"
    )


def main(parts: list[str]) -> None:
    print(machine())
    if not parts or "core" in parts:
        core.imports()
        core.scenarios()
        core.choices()
    if not parts or "verifier" in parts:
        verifier.verifier()
    if not parts or "store" in parts:
        from benchmarks import store

        store.store()
    if not parts or "cohort" in parts:
        from benchmarks import cohort

        cohort.cohort()
    if not parts or "agreement" in parts:
        from benchmarks import agreement

        agreement.agreement()
    if not parts or "page" in parts:
        from benchmarks import page

        page.page()


if __name__ == "__main__":
    main(sys.argv[1:])
