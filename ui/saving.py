"""Files that go from the session straight into the browser tab, and are forgotten here once they are there.

Streamlit's own download would leave a file at an address of the server, open to whoever has it, until others have
worked on for a while.
"""

from base64 import b64encode
from collections.abc import Callable
from uuid import uuid4

import streamlit as st

from ui.sending import send_as_drawn
from ui.state import File, desk


def save_file(label: str, make: Callable[[], bytes], name: str, mime: str, *, key: str) -> None:
    """A button that makes a file and hands it over to be saved."""
    if st.button(label, key=key, icon=":material/download:"):
        send_as_drawn()
        with st.spinner("Making the file"):
            content = b64encode(make()).decode()
        desk().file = File(uuid4().hex, name, content, mime, packed=True)
        st.rerun()
