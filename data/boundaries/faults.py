"""What can go wrong with boundaries, in words a user can act on."""


class BoundaryError(Exception):
    """A boundary operation could not be done.

    Attributes:
        message_vi: What happened, in Vietnamese.
        remedy_vi: What the user can do about it, in Vietnamese.
    """

    def __init__(self, message_vi: str, remedy_vi: str) -> None:
        super().__init__(f"{message_vi} {remedy_vi}")
        self.message_vi = message_vi
        self.remedy_vi = remedy_vi


class BoundaryFileError(BoundaryError):
    """A boundary file handed in by a user is refused; nothing of it was kept."""


class BoundarySourceMissingError(BoundaryError):
    """A package that the approximate boundaries are computed from is not installed."""
