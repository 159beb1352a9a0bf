"""The settings beside app.py on which the promises about what is entered rest; what other tests cannot see from outside."""

import tomllib

import pytest

from logic.loading import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("section", "name", "value"), [
    ("server", "address", "127.0.0.1"),
    ("server", "allowedHosts", ["localhost", "127.0.0.1"]),
    ("server", "enableXsrfProtection", True),
    ("browser", "gatherUsageStats", False),
    ("client", "showErrorDetails", "type"),
    ("client", "showErrorLinks", False),
    ("logger", "enableRich", False),  # otherwise errors would be printed with their words wherever that package is installed
])
def test_nothing_entered_leaves_by_way_of_a_setting(section: str, name: str, value: object) -> None:
    assert SETTINGS[section][name] == value
