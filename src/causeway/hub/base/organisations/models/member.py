"""People: the account that signs in, and the member of an organisation that it is."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Root, SignIn
from causeway.hub.base.walls.models import WalledManager, WalledModel
from causeway.vocabulary.organisations import Role


class AccountManager(BaseUserManager["Account"], WalledManager["Account"]):
    """Makes accounts; asked for by Django's sign-in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """A new account; without a password it cannot sign in until one is set."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser, WalledModel):
    """What signs in. It knows which member it is and nothing more, because it is read before an organisation is
    known.
    """

    # Who it is, and under which address, was decided by the invitation; the library saves every column at once.
    wall = SignIn(
        owner="organisation_id",
        signing_in_changes=True,
        append_only=True,
        may_update=("id", "password", "last_login", "email", "organisation_id", "member_id", "is_active"),
        set_once=("id", "email", "organisation_id", "member_id"),
    )
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(unique=True)
    is_active = models.BooleanField(default=True)

    objects = AccountManager()  # type: ignore[misc]

    # Django and allauth ask for these two; permissions here come from the matrix alone.
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return str(self.id)


class Member(WalledModel):
    """A person in an organisation, seen by that organisation only. `display` holds the person's own settings."""

    wall = Root(owner="organisation_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role]))
    display = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["organisation", "name"])]

    def __str__(self) -> str:
        return self.name
