"""The codes of made-up requests, by what they stand for: `policies/requests/codes.yaml`."""

from functools import cache
from typing import Annotated

from pydantic import Field

from logic.loading import POLICIES
from logic.policy import Name
from logic.policy_loading import shown_path
from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import read_file

FILE = POLICIES / "requests" / "codes.yaml"


class RequestCodes(Frozen):
    """What each part of a made-up request is coded as."""

    codes: Annotated[dict[Name, str], Field(min_length=1)]


@cache
def request_codes() -> RequestCodes:
    """The codes as shipped, read once; raises ProblemsError when they cannot be read."""
    return validated(read_file(FILE, shown_path(FILE)), RequestCodes)


def code_of(part: str) -> str:
    """The code of a part of a request; an item without a code ("BMP", "inpatient") stands for itself."""
    return request_codes().codes.get(part, part)
