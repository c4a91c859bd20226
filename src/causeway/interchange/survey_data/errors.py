"""What can go wrong when answers are written as files."""


class SurveyDataError(Exception):
    """The root of this package's errors; `message` is safe to show."""

    code = "survey_data"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TooFewAnswers(SurveyDataError):
    """Not even one cell of the wave is large enough to be released."""

    code = "too_few_answers"


class SpssUnavailable(SurveyDataError):
    """The library that writes SPSS files is not installed."""

    code = "spss_unavailable"
