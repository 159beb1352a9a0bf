"""Whom the server serves: this machine alone, or whoever has signed in; what is half set up serves nobody."""

from pathlib import Path

import pytest

from streamlit.testing.v1 import AppTest

from tests.screens import APP, said
from ui.reach import beyond_this_machine

HERE = ("localhost", "127.0.0.1")
WHOLE = {"redirect_uri": "http://127.0.0.1/oauth2callback", "cookie_secret": "x" * 32, "client_id": "a", "client_secret": "b",
         "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration"}


@pytest.mark.parametrize(("address", "hosts", "headers"), [
    ("127.0.0.1", HERE, {}), ("127.0.0.1", HERE, {"Host": "localhost:8501"}), ("localhost", (), {"Host": "127.0.0.1:80"}),
    ("::1", HERE, {"Host": "[::1]:8501"}), ("127.3.2.1", HERE, {"host": "LOCALHOST"}),
])
def test_a_server_for_this_machine_alone_serves(address: str, hosts: tuple[str, ...], headers: dict[str, str]) -> None:
    assert beyond_this_machine(address, hosts, headers) is None


@pytest.mark.parametrize(("address", "hosts", "headers", "told"), [
    (None, HERE, {}, "every address"), ("", HERE, {}, "every address"), ("0.0.0.0", HERE, {}, "0.0.0.0"),  # noqa: S104
    ("::", HERE, {}, "::"), ("192.168.0.7", HERE, {}, "192.168.0.7"), ("unix:/run/app.sock", HERE, {}, "unix:"),
    ("127.0.0.1", (*HERE, "precheck.office.example"), {}, "precheck.office.example"),
    ("127.0.0.1", (), {"Host": "precheck.office.example"}, "precheck.office.example"),
    ("127.0.0.1", (), {"Host": "127.0.0.1.office.example"}, "127.0.0.1.office.example"),
    ("127.0.0.1", HERE, {"Host": "localhost", "X-Forwarded-For": "10.0.0.4"}, "proxy"),
    ("127.0.0.1", HERE, {"host": "localhost", "forwarded": "for=10.0.0.4"}, "proxy"),
])
def test_a_server_that_others_reach_does_not(address: str | None, hosts: tuple[str, ...], headers: dict[str, str], told: str) -> None:
    assert told in str(beyond_this_machine(address, hosts, headers))


def opened(**auth: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.secrets["auth"] = auth
    return app.run()


def shows_nothing_of_the_app(app: AppTest) -> bool:
    return not app.exception and not app.table and not app.selectbox and "case" not in app.session_state


def test_nothing_is_seen_before_sign_in() -> None:
    app = opened(**WHOLE)
    assert [button.label for button in app.button] == ["Sign in"]
    assert shows_nothing_of_the_app(app)


@pytest.mark.parametrize(("wrong", "told"), [
    *[({**WHOLE, name: ""}, name) for name in WHOLE], ({**WHOLE, "cookie_secret": "short"}, "32 characters"), ({}, "client_id"),
])
def test_sign_in_that_is_half_set_up_serves_nobody(wrong: dict[str, str], told: str) -> None:
    app = opened(**wrong)
    assert told in said(app).replace("\\", "")
    assert not app.button
    assert shows_nothing_of_the_app(app)


def test_a_secrets_file_that_cannot_be_read_serves_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n", encoding="utf-8")
    monkeypatch.setattr("ui.sign_in.st.get_option", {
        "secrets.files": [str(tmp_path / "none.toml"), str(broken)], "server.address": "127.0.0.1", "server.allowedHosts": list(HERE),
    }.__getitem__)
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert "cannot be read" in said(app)
    assert shows_nothing_of_the_app(app)
