"""How Sphinx makes a site of these pages: docs/build."""

import tomllib
from pathlib import Path
from typing import Any

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]

project = PROJECT["name"]
version = release = PROJECT["version"]
html_title = f"{project} {version}"
html_last_updated_fmt = None
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme = "furo"
html_static_path = ["style.css"]
html_css_files = ["style.css"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["tutorial/*.csv"]
myst_heading_anchors = 3

# The public faces, as an analyst types them; docstrings speak of names in single backticks.
default_role = "code"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
napoleon_use_ivar = True

READABLE_BY_ALL = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Contents">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
}
"""What the theme leaves out: for who listens to pages, or walks through them by keyboard."""


def mend(app: Any, error: Exception | None) -> None:
    """Add to the written pages what the theme leaves out."""
    for page in sorted(Path(app.outdir).rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        for old, new in READABLE_BY_ALL.items():
            text = text.replace(old, new)
        page.write_text(text, encoding="utf-8")


def setup(app: Any) -> None:
    """Let Sphinx mend the pages in the end."""
    app.connect("build-finished", mend)
