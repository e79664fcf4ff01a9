"""What Voilà is told: our pages, our template, nothing a visitor could override, idle kernels culled."""

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from traitlets.config import Config

from simulator.serve.folders import sockets_fit
from simulator.serve.site import Page
from simulator.services.identity import HEADER

# Scripts from here alone, none of them inline (`blob:` is how anywidget loads a widget's own code).
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
LONGEST_MESSAGE = 4 * 1024 * 1024
CULL_AFTER_SECONDS = 600
CULL_EVERY_SECONDS = 60
NOTICE_DEATH_SECONDS = 1.0
END_KERNEL_SECONDS = 2.0


def voila_config(pages: Sequence[Page], folder: Path, runtime: Path, web: dict[str, Any]) -> Config:
    """`folder` holds the notebooks; `web` has the `cookie_secret` and further settings of tornado's."""
    config = Config()
    config.Server.site = tuple(pages)
    config.Kernels.ahead = {page.path: ahead(folder / page.notebook) for page in pages if page.warm}
    _serve(config, folder, web)
    _render(config)
    _kernels(config, runtime)
    return config


def _serve(config: Config, folder: Path, web: dict[str, Any]) -> None:
    config.Voila.config_file_paths = []
    config.Voila.log_level = "WARN"
    config.Voila.root_dir = str(folder)
    config.Voila.identity_provider_class = "simulator.serve.identity.FromTheDoor"
    config.Voila.authorizer_class = "simulator.serve.identity.OwnKernels"
    config.Voila.cookie_secret = web["cookie_secret"]
    config.Voila.tornado_settings = {
        "websocket_max_message_size": LONGEST_MESSAGE,
        "headers": {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Referrer-Policy": "same-origin"},
        **web,
    }
    # The notebooks are trusted in memory; nothing of that is written to the person's Jupyter folder.
    config.NotebookNotary.db_file = ":memory:"
    config.NotebookNotary.secret = secrets.token_bytes(32)


def _render(config: Config) -> None:
    config.VoilaConfiguration.template = "coach"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.http_header_envs = [HEADER]  # written by the door alone


def _kernels(config: Config, runtime: Path) -> None:
    config.VoilaConfiguration.multi_kernel_manager_class = "simulator.serve.kernels.Kernels"
    config.VoilaConfiguration.kernel_spec_manager_class = "simulator.serve.kernels.OwnPython"
    config.MappingKernelManager.cull_idle_timeout = CULL_AFTER_SECONDS
    config.MappingKernelManager.cull_interval = CULL_EVERY_SECONDS
    config.MappingKernelManager.cull_connected = False
    config.KernelManager.client_class = "simulator.serve.kernels.PromptClient"
    config.KernelManager.shutdown_wait_time = END_KERNEL_SECONDS
    config.KernelManager.transport = "ipc" if sockets_fit(runtime) else "tcp"
    # A kernel that has died is not started again: it would know nothing of the page. The page says so instead.
    config.KernelRestarter.restart_limit = 0
    config.KernelRestarter.time_to_dead = NOTICE_DEATH_SECONDS


def ahead(notebook: Path) -> str:
    """The notebook's code but for its last cell: what a kernel may run before anybody has asked for the page."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return "\n".join(code[:-1])
