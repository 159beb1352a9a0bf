"""Sign-in for an installation that several people share: Streamlit's own, off unless a secrets file sets it up.

Without it the server is for this machine alone: whoever else reaches it sees nothing but why.
"""

from hashlib import sha256
import logging
from pathlib import Path

import streamlit as st

from logic.review import NOTICE
from ui.reach import beyond_this_machine
from ui.state import desk, end_case, own
from ui.text import md

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SHORTEST_SECRET = 32
"""Characters; with a shorter cookie secret a cookie could be forged by trying."""
LEAVING = "leaving asked"
REFUSAL = "This server does not serve, because others than this machine can reach it and sign-in is not set up"
_log = logging.getLogger(__name__)


def let_in() -> bool:
    """Whether the person at the page may see the app. If not, all that may be seen is shown here."""
    wrong = _set_up_wrongly()
    if wrong:
        _refuse(f"Sign-in is set up wrongly: {wrong}")
        return False
    if not _set_up():
        reason = beyond_this_machine(st.get_option("server.address"), st.get_option("server.allowedHosts"),
                                     st.context.headers)
        if reason:
            _refuse(f"{REFUSAL}: {reason}")
        return reason is None
    if not st.user.get("is_logged_in"):
        _welcome()
        return False
    return True


def _set_up() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _set_up_wrongly() -> str | None:
    """What is wrong with the settings of sign-in; None where they are right, or there are none."""
    if not st.secrets.load_if_toml_exists():
        there = any(Path(name).exists() for name in st.get_option("secrets.files"))
        return "the secrets file cannot be read." if there else None
    if "auth" not in st.secrets:
        return None
    held = st.secrets["auth"]
    missing = [name for name in NEEDED if not held.get(name)]
    if missing:
        return f"the section auth of the secrets file lacks {', '.join(missing)}."
    if len(held["cookie_secret"]) < SHORTEST_SECRET:
        return f"cookie_secret must be random and have {SHORTEST_SECRET} characters or more."
    return None


def _refuse(why: str) -> None:
    st.error(md(why), icon=":material/lock:")
    st.markdown("The README tells how to set it up, under “Running it for an office”.")
    _log_once(why)


@st.cache_resource(show_spinner=False)
def _log_once(why: str) -> None:
    _log.error(why)


def _welcome() -> None:
    """All that is seen before sign-in."""
    st.header("Spine Precheck", anchor=False)
    st.caption(NOTICE)
    st.button("Sign in", key="sign in", icon=":material/login:", on_click=st.login)


# -- while signed in ------------------------------------------------------------------------------------------------

def owner() -> str:
    """Whose draft a browser tab keeps: a digest of the person signed in; empty without sign-in."""
    if not _set_up():
        return ""
    return sha256(f"{st.user.get('iss')} {st.user.get('sub')}".encode()).hexdigest()


def signed_in() -> None:
    """Who is signed in, and the way out; what would be lost for good is asked about first."""
    if not _set_up():
        return
    with st.container(key="signed-in", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.text(f"Signed in as {st.user.get('email') or st.user.get('name') or 'unnamed'}", width="content")
        asking = bool(st.session_state.get(LEAVING)) and _would_be_lost()
        st.button("Sign out", key="sign out", icon=":material/logout:", type="tertiary", on_click=_leave_or_ask,
                  disabled=asking, help="Ends the case here and in this browser tab.")
    if asking:
        st.warning("The case has changes that are not saved. They cannot be brought back.", icon=":material/warning:")
        with st.container(horizontal=True):
            st.button("Sign out without saving", key="sign out unsaved", on_click=_leave)
            st.button("Keep working", key="stay", on_click=_stay)


def _would_be_lost() -> bool:
    mine = own()
    return mine.desk.kept is not None or mine.case not in mine.desk.saved


def _leave_or_ask() -> None:
    if _would_be_lost():
        st.session_state[LEAVING] = True
    else:
        _leave()


def _leave() -> None:
    """Ends the case; once the browser tab has forgotten it too, the person is signed out."""
    for name in [str(name) for name in st.session_state]:
        if name not in {"policies", "desk", "case"}:
            del st.session_state[name]
    end_case()
    desk().leaving = True


def _stay() -> None:
    st.session_state[LEAVING] = False
