"""The packet: what an office sends, says and files for a case that was decided.

A document is built from a review, the library and the office's texts as neutral parts (`document`), and only then
written as Word or PDF. Nothing here decides anything.
"""
