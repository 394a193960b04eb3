"""What may be wrong with a plan's file; Django-free, so that the readers stay pure."""


class PlanFileError(Exception):
    """The file cannot be read as a plan: the message says what is wrong and how to mend it.

    `code` is stable and is what tests and logs use; the message is shown to people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
