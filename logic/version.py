"""The version of the program, as the project file states it."""

import tomllib

from logic.loading import ROOT

VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
