"""The notebooks as they are: whoever opens one in JupyterLab runs it in a stock kernel, without our server."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from simulator import content
from simulator.serve.site import PAGES

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.mark.parametrize("name", [page.notebook for page in PAGES])
def test_a_notebook_runs_in_jupyter_and_shows_its_page(name: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("COACHSIM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(content.folder("notebooks") / name, as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}})
    with ThreadPoolExecutor(1) as pool:  # the main thread's event loop is the browser's once a test has used it
        pool.submit(client.execute).result()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    assert [output.output_type for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if WIDGET in output.get("data", {})]
