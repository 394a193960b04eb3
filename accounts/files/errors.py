"""The way an uploaded file is turned away."""


class FileRefused(Exception):
    """The file cannot be taken as it is.

    `code` is stable and is what tests and logs use; the message tells people, in Russian, what is
    wrong and how to mend it. The message never quotes the content of the file.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
