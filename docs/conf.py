"""How Sphinx makes a site of these pages: docs/build."""

import tomllib
from pathlib import Path

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
