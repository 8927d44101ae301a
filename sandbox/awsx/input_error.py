"""Inputs that can't be built, said in sentences for the person who wrote them."""


class InputError(Exception):
    """One or more mistakes in a component's inputs, each a sentence that names the key, the value and the remedy."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The sentence itself, or a list of them when there are several."""
        if len(self.sentences) == 1:
            return self.sentences[0]
        return "".join([f"{len(self.sentences)} mistakes in the inputs:", *(f"\n  - {one}" for one in self.sentences)])
