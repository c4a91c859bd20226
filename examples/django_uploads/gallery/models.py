"""What is kept of an upload."""

from django.db import models


class Standing(models.TextChoices):
    """What is to be done with an upload."""

    CLEAR = "clear", "nothing"
    TO_SCREEN = "to_screen", "screen it again"
    TO_SEND = "to_send", "put it before a reviewer"
    AT_DESK = "at_desk", "a reviewer has it"


class Upload(models.Model):
    """A file that somebody sent. It is kept whatever the screening says."""

    file = models.FileField(upload_to="%Y/%m")
    name = models.CharField(max_length=200)
    account = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, db_index=True)
    candidate = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"upload {self.pk}"
