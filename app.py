"""Spine Precheck: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from ui.draft import keep_draft
from ui.library import policy_news, refresh_library
from ui.links import LEARN, PAGE
from ui.quiet_log import quiet_log
from ui.sending import in_bursts
from ui.shortcuts import let_shortcuts_through
from ui.shown import begin_run, end_run
from ui.sign_in import let_in, signed_in
from ui.state import decide_ahead, misfit
from ui.top import after_failure
from ui.tour import follow_link, tour_bar
from ui.turns import in_turn
from ui.what_if import what_if_banner

HERE = Path(__file__).resolve().parent


def main() -> None:
    """The pages, the look they share, and the draft that survives a reload."""
    quiet_log()
    with in_bursts(), in_turn():
        decide_ahead()
        st.set_page_config(page_title="Spine Precheck", layout="wide")
        st.html(HERE / "ui" / "look.css")
        if not let_in():
            return
        begin_run()
        refresh_library(misfit)
        pages = {
            "check": st.Page(HERE / "ui" / "check_page.py", title="Check", default=True),
            "compare": st.Page(HERE / "ui" / "compare_page.py", title="Compare", url_path="compare"),
            "worklist": st.Page(HERE / "ui" / "worklist_page.py", title="Worklist", url_path="worklist"),
            "learn": st.Page(HERE / "ui" / "learn_page.py", title="Learn", url_path=LEARN),
            "policies": st.Page(HERE / "ui" / "policies_page.py", title="Policies", url_path=PAGE),
        }
        page = st.navigation(list(pages.values()), position="top")
        follow_link(page)
        keep_draft()
        let_shortcuts_through()
        try:
            signed_in()
            policy_news()
            tour_bar(pages, page)
            what_if_banner()
            page.run()
            end_run()
        except Exception:
            after_failure()
            raise


main()
