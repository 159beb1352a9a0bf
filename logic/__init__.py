"""Decides spine-surgery prior-authorization requests against written criteria; never imports streamlit."""
