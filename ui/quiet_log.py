"""The server's log tells where something failed, never with which answers: an error's own text may hold them."""

import logging
import traceback

_TELLING = ("streamlit.error_util", "streamlit.dataframe_util", "streamlit.runtime.backend_operation_handler")
"""The loggers that write down what a page or the making of a file raised."""


class WithoutText(logging.Filter):
    """Leaves of an exception its type and the places it passed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record; lets all of them pass."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            places = [f"{place.filename}:{place.lineno} {place.name}"
                      for place in traceback.extract_tb(error.__traceback__)]
            record.msg, record.args = "\n  ".join([f"{type(error).__name__}, raised through", *places]), ()
            record.exc_info = record.exc_text = None
        return True


_FILTER = WithoutText()


def quiet_log() -> None:
    """Takes hold of the loggers; a second time changes nothing."""
    for name in _TELLING:
        logging.getLogger(name).addFilter(_FILTER)
