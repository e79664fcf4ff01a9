"""A kernel's process: `python -m simulator.serve.kernel_side -f FILE`. ipykernel without what a page does not use.

No history database, no debugger, and nothing of the person's own IPython: neither start-up files nor configuration.
Voilà is never imported here.
"""

import sys

from traitlets.config import Config


def light() -> Config:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShellApp.exec_PYTHONSTARTUP = False
    config.BaseIPythonApplication.add_ipython_dir_to_sys_path = False
    return config


def main() -> None:
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # found missing, it is not loaded
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(config=light())


if __name__ == "__main__":
    main()
