"""How the Bot API says no, and how the sandbox says no to the people on its phones."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refused Bot API call: HTTP-like code, description as Telegram words it, optional parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The answer's envelope."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Refused(Exception):
    """A person tried what a phone would not let them do; the text is Chinese and says what to do."""

    def __init__(self, text: str, code: int = 400) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def lower_first(text: str) -> str:
    """Lower the first letter as Telegram does: not when the second is a capital or an underscore."""
    if len(text) > 1 and (text[1].isupper() or text[1] == "_"):
        return text
    return text[:1].lower() + text[1:]


def bad_request(text: str, **parameters: int) -> ApiError:
    """400, worded like Telegram's."""
    return ApiError(400, f"Bad Request: {lower_first(text)}", **parameters)


def forbidden(text: str) -> ApiError:
    """403, worded like Telegram's."""
    return ApiError(403, f"Forbidden: {lower_first(text)}")


def conflict(text: str) -> ApiError:
    """409, worded like Telegram's."""
    return ApiError(409, f"Conflict: {lower_first(text)}")


def too_many_requests(seconds: int) -> ApiError:
    """429 with the seconds to wait, in the text and in the parameters."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
