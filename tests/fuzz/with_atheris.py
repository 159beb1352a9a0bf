"""Case files led by what they reach in the code: `python -m tests.fuzz.with_atheris -atheris_runs=100000 [FOLDER]`.

Needs the package `atheris`, which nothing else does; it is loaded only here.
"""

import sys


def main() -> None:
    """Tries files until there are enough, or one gives something else than problems."""
    import atheris

    with atheris.instrument_imports(include=["logic.case_file", "logic.yaml_source", "logic.validation"]):
        from logic.loading import load_library
        from tests.fuzz.trying import bounded, try_case

    library = load_library()

    def tried(content: bytes) -> None:
        with bounded(megabytes=None):
            try_case(content, library)

    atheris.Setup(sys.argv, tried)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
