"""The wall around each table, declared once on its model: `wall = Root()`.

From the declaration come both the manager's filter and the row-level-security policies, so the two cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from causeway.hub.base.walls.conditions import AUDIENCE_TABLE, MEMBER_TABLE, InAudience, IsNamed
from causeway.hub.base.walls.identity import current_identity

CURRENT_ORGANISATION = "(select nullif(current_setting('causeway.organisation', true), '')::uuid)"
"""The acting organisation in SQL. A finished transaction leaves '' behind; the sub-select is evaluated once, which
keeps the index.
"""


def in_audience(table: str, column: str) -> str:
    """SQL: whether the acting organisation is in the audience of the root that this column names."""
    return (
        f"EXISTS (SELECT 1 FROM {AUDIENCE_TABLE} a WHERE a.root_id = {table}.{column}"  # noqa: S608 - our own names
        f" AND a.organisation_id = {CURRENT_ORGANISATION})"
    )


def held_by_others(table: str, column: str) -> str:
    """SQL: whether anybody besides the acting organisation is in the audience of the root that this column names."""
    return f"causeway_held_by_others({table}.{column})"


def audience_filter(column: str, organisation: UUID) -> Q:
    """The same for a manager."""
    return Q(InAudience(column, organisation))


_CURRENT_MEMBER = "(select nullif(current_setting('causeway.member', true), '')::uuid)"


def is_named(column: str) -> str:
    """SQL: whether the acting member's address stands in this array of addresses in lower case."""
    return (
        f"EXISTS (SELECT 1 FROM {MEMBER_TABLE} m"  # noqa: S608 - our own names
        f" WHERE m.id = {_CURRENT_MEMBER} AND lower(m.email) = ANY ({column}))"
    )


def named_filter(column: str) -> Q:
    """The same for a manager."""
    identity = current_identity()
    return Q(IsNamed(column, identity.member_id)) if identity and identity.member_id else _nothing()


def _written_by(writers: tuple[str, ...], table: str, read: str) -> str:
    """The rule for writing by those of the readers whom one of these columns names."""
    if not writers:
        return read
    return f"({read}) AND {CURRENT_ORGANISATION} IN ({', '.join(f'{table}.{column}' for column in writers)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What every wall says. `append_only` takes UPDATE and DELETE from the program's role; `may_update` gives some
    columns back. What a column of `set_once` holds is never changed again; "column:other" is set only by the
    organisation that the other column names.

    `of_member`: who sees a row hangs on the acting member, too. `is_asked`: functions look into the table as its owner,
    past its policies, and tell no more than that something is there.

    With `deleted_by_last`, who sees a row deletes it once nobody else is in the audience of its root: content lives as
    long as the longest right to it.
    """

    append_only: bool = False
    may_update: tuple[str, ...] = ()
    may_delete: bool = False
    deleted_by_last: bool = False
    set_once: tuple[str, ...] = ()
    of_member: bool = False
    is_asked: bool = False

    def read_rule(self, table: str) -> str | None:
        """SQL that a row must meet to be read; None means no policy at all."""
        raise NotImplementedError

    def write_rule(self, table: str) -> str | None:
        """SQL that a row must meet to be written."""
        return self.read_rule(table)

    def change_rule(self, table: str) -> str | None:
        """SQL that a row must meet, before and after, to be changed."""
        return self.write_rule(table)

    def delete_rule(self, table: str) -> str | None:
        """SQL that a row must meet to be deleted."""
        return self.write_rule(table)

    def visible(self, organisation: UUID | None) -> Q:
        """The same as `read_rule`, for the manager. It hangs on the acting organisation, with `of_member` on the acting
        member as well, and on nothing else: a manager keeps it.
        """
        raise NotImplementedError


def _nothing() -> Q:
    return Q(pk__in=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class Root(Wall):
    """A thing with an audience. With `owner`, a column names the one organisation that sees the row; without, the
    audience table does. `writers` are columns naming who of the audience may write it; none: whoever sees it.
    """

    owner: str | None = None
    writers: tuple[str, ...] = ()

    def read_rule(self, table: str) -> str:
        return f"{table}.{self.owner} = {CURRENT_ORGANISATION}" if self.owner else in_audience(table, "id")

    def write_rule(self, table: str) -> str:
        return _written_by(self.writers, table, self.read_rule(table))

    def delete_rule(self, table: str) -> str:
        if not self.deleted_by_last:
            return self.write_rule(table)
        return f"{self.read_rule(table)} AND NOT {held_by_others(table, 'id')}"

    def visible(self, organisation: UUID | None) -> Q:
        if organisation is None:
            return _nothing()
        return Q(**{self.owner: organisation}) if self.owner else audience_filter("pk", organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Wall):
    """A part of a root with an audience: whoever sees the root, sees the part. `of` is the column holding the root's
    id; `writers` are columns naming who of the audience may write it.
    """

    of: str
    writers: tuple[str, ...] = ()

    def read_rule(self, table: str) -> str:
        return in_audience(table, self.of)

    def write_rule(self, table: str) -> str:
        return _written_by(self.writers, table, self.read_rule(table))

    def delete_rule(self, table: str) -> str:
        if not self.deleted_by_last:
            return self.write_rule(table)
        return f"{self.read_rule(table)} AND NOT {held_by_others(table, self.of)}"

    def visible(self, organisation: UUID | None) -> Q:
        return _nothing() if organisation is None else audience_filter(self.of, organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Wall):
    """Seen by every organisation that one of the columns names, as an agreement is by both its sides. `writers` may
    write it.
    """

    columns: tuple[str, ...]
    writers: tuple[str, ...] = ()

    def read_rule(self, table: str) -> str:
        return f"{CURRENT_ORGANISATION} IN ({', '.join(f'{table}.{column}' for column in self.columns)})"

    def write_rule(self, table: str) -> str:
        columns = self.writers or self.columns
        return f"{CURRENT_ORGANISATION} IN ({', '.join(f'{table}.{column}' for column in columns)})"

    def visible(self, organisation: UUID | None) -> Q:
        if organisation is None:
            return _nothing()
        condition = Q()
        for column in self.columns:
            condition |= Q(**{column: organisation})
        return condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Wall):
    """Seen by every organisation in the row's own array column. `writer` names the column of the organisation that
    may write.
    """

    column: str
    writer: str

    def read_rule(self, table: str) -> str:
        return f"{CURRENT_ORGANISATION} = ANY ({table}.{self.column})"

    def write_rule(self, table: str) -> str:
        return f"{table}.{self.writer} = {CURRENT_ORGANISATION}"

    def visible(self, organisation: UUID | None) -> Q:
        return _nothing() if organisation is None else Q(**{f"{self.column}__contains": [organisation]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Wall):
    """Readable by all, such as the directory of organisations. `writers` are columns naming who may write; none: any
    actor.
    """

    writers: tuple[str, ...] = ()

    def read_rule(self, table: str) -> str:
        del table
        return "true"

    def write_rule(self, table: str) -> str:
        if not self.writers:
            return f"{CURRENT_ORGANISATION} IS NOT NULL"
        return f"{CURRENT_ORGANISATION} IN ({', '.join(f'{table}.{column}' for column in self.writers)})"

    def visible(self, organisation: UUID | None) -> Q:
        del organisation
        return Q()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Wall):
    """Needed before an organisation is known: account, credential, count of tries. It holds nothing of a case.

    With `owner`, a column names the one organisation that may add and change the row; `signing_in_changes` lets it be
    changed before any organisation acts as well. Without, there is no policy.
    """

    owner: str | None = None
    signing_in_changes: bool = False

    def read_rule(self, table: str) -> str | None:
        del table
        return "true" if self.owner else None

    def write_rule(self, table: str) -> str | None:
        return f"{table}.{self.owner} = {CURRENT_ORGANISATION}" if self.owner else None

    def change_rule(self, table: str) -> str | None:
        own = self.write_rule(table)
        return f"{CURRENT_ORGANISATION} IS NULL OR {own}" if own and self.signing_in_changes else own

    def visible(self, organisation: UUID | None) -> Q:
        del organisation
        return Q()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Wall):
    """A wall whose rules are given as SQL, for the few tables that no other wall fits. `filters` is the manager's
    side.
    """

    read: str
    insert: str
    filters: Callable[[UUID], Q]
    change: str = "false"
    delete: str = "false"

    def read_rule(self, table: str) -> str:
        return self.read.format(table=table, organisation=CURRENT_ORGANISATION)

    def write_rule(self, table: str) -> str:
        return self.insert.format(table=table, organisation=CURRENT_ORGANISATION)

    def change_rule(self, table: str) -> str:
        return self.change.format(table=table, organisation=CURRENT_ORGANISATION)

    def delete_rule(self, table: str) -> str:
        return self.delete.format(table=table, organisation=CURRENT_ORGANISATION)

    def visible(self, organisation: UUID | None) -> Q:
        return _nothing() if organisation is None else self.filters(organisation)
