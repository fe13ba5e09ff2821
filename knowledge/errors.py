"""The one error of the knowledge package."""


class KnowledgeError(Exception):
    """Something in the content is wrong; the message names file and entry."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what
