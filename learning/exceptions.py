class Refused(Exception):
    """Something can't be done, for a reason that the person should read.

    `code` is for programs and tests, `sentence` for people.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
