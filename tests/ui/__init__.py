"""The pages: view-models without a browser, and components in one.

By hand: `python -m tests.serve.run --data FOLDER --notebook tests/ui/data/demo.ipynb` prints an address; add
`&demo=` and one of the names in demo_pages.py.
"""
