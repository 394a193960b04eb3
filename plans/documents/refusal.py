"""The one way printing says no."""


class PrintRefused(Exception):
    """The plan cannot be printed as it stands. The code is stable, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
