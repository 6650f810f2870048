"""The scoreboard: all cards of one call, ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from ..calendar import Period
from ..engines import Intake
from ..errors import SubjectError
from ..organisation import Organisation
from ..profiles import Profile
from ..text import shown
from ..vocabulary import Level, Owner
from ._adjustment import Adjustment
from ._block import Block
from ._card import Scorecard
from ._peers import PeerGroup, peer_groups
from ._seal import Seal

if TYPE_CHECKING:
    from ._arguments import Rows
    from ._restate import Restatement

__all__ = ["Scoreboard"]

Key = str | int | tuple[str | int, str | Period] | tuple[str | int, str | Period, Level | str]


@attrs.frozen(kw_only=True, repr=False)
class Scoreboard:
    """All scorecards of a call, by period, then rank.

    Iterating gives the cards; `board["li.na"]`, `board["li.na", "2026-03"]` and
    `board["li.na", "2026-03", Level.CONSULTANT]` give one, the short forms while they are unique; else a `SubjectError`
    (a `KeyError`) lists the choices.  `intake` tells what was read and what was left out.
    """

    profiles: tuple[Profile, ...]
    """The profiles scored by, in the order of their levels."""
    by: Owner
    periods: tuple[Period, ...]
    intake: Intake
    _blocks: tuple[Block, ...] = attrs.field(alias="blocks")
    as_of: date | None = None
    """The day as of which the call looked, if it named one."""
    adjustments: tuple[Adjustment, ...] = ()
    """The adjustments in force, by period, subject and time."""
    expired: tuple[Adjustment, ...] = ()
    """Adjustments that no longer held, and were not applied."""
    pending: tuple[Adjustment, ...] = ()
    """Adjustments that were made only after `as_of`, and were not applied."""
    seal: Seal | None = None
    """Who closed the board and when, and what it held then; None while it is open."""
    _groups: tuple[PeerGroup, ...] | None = attrs.field(default=None, alias="groups")
    _pending: Callable[[], Scoreboard] | None = attrs.field(default=None, init=False, eq=False)
    """Scores what was given as a table; called when something of the board is first asked for."""
    _origin: Any = attrs.field(default=None, init=False, eq=False)
    """The table that was scored; boards made of this one have none."""

    @classmethod
    def deferred(cls, make: Callable[[], Scoreboard], **known: Any) -> Scoreboard:
        """Return a board that is made when something of it is asked for that is not known yet."""
        board = cls.__new__(cls)
        for name, value in {**known, "_pending": make}.items():
            object.__setattr__(board, name, value)
        return board

    def __getattr__(self, name: str) -> Any:
        if name not in _FIELDS:
            msg = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(msg)
        make = object.__getattribute__(self, "_pending")
        made = make()
        for field in _FIELDS - {"_origin"}:
            object.__setattr__(self, field, getattr(made, field))
        return getattr(self, name)

    @property
    def profile(self) -> Profile:
        """The profile scored by; a `SubjectError` where there are several, one for each level."""
        first, *others = self.profiles
        if others:
            what = "one profile: this board has several, see board.profiles; level"
            raise SubjectError(what, None, [str(profile.level) for profile in self.profiles])
        return first

    def under(self, superior: str | int) -> Scoreboard:
        """Return the cards of everybody under a manager or in a unit, with the ranks they have in the whole board.

        The organisation as it stands at the end of each period decides.  Raises `SubjectError` for who has nobody
        there.
        """
        blocks = tuple(block.under(superior) for block in self._blocks)
        if not any(block.rows for block in blocks):
            what = "manager or unit with cards below"
            choices = {each for block in self._blocks for above in block.above.values() for each in above}
            raise SubjectError(what, superior, sorted(map(str, choices)))
        return self._narrowed(blocks)

    def _narrowed(self, blocks: tuple[Block, ...]) -> Scoreboard:
        """Return the board with only these cards, and what is told of them."""
        if blocks == self._blocks:
            return self
        there = {(block.frame.situation.period, row[1]) for block in blocks for row in block.rows}

        def kept(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
            return tuple(each for each in adjustments if (each.period, each.subject) in there)

        return attrs.evolve(
            self,
            blocks=blocks,
            adjustments=kept(self.adjustments),
            expired=kept(self.expired),
            pending=kept(self.pending),
            seal=None,
        )

    @property
    def is_part(self) -> bool:
        """Whether cards were left out by `under` or `visible_to`; ranks are then those of the whole board."""
        return any(block.part for block in self._blocks)

    def adjusted(self, adjustments: Iterable[Adjustment]) -> Scoreboard:
        """Return the board scored with these adjustments and no others; those it had are taken back first.

        Each is applied to the card of its subject and period: a value (its line's points follow by the curve, its
        status is `ok`, and gates and extras on that value look at it), points, the exclusion of a line (status
        `excluded`; the others share its weight), the exemption of a person (status `exempt`; no total, grade or rank).
        Everything after that is computed as on every card, ranks too.  They are applied in the order in which they
        were made, and `old` must be what stands there then.

        In force are, with `as_of`, those made by that day and not expired on it; without it all, but those that
        expired by the last day of their period.  The others are listed in `pending` and `expired`.

        Raises `AdjustmentError` listing all that cannot be applied: unknown subject, period or line, something else
        standing there now (it says what), a second one on the same thing, a value that its curve cannot take;
        `BoardError` for a board that is closed or only a part.

        >>> import salesperf as sp
        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
        >>> board = sp.score(rows, profiles.CONSULTANT, period="2026-03")
        >>> won = sp.Adjustment("li.na", "2026-03", "unit_attainment", "96.55", 100, "a car booked elsewhere",
        ...     author="wang.gang", at="2026-04-02")
        >>> line = board.adjusted([won])["li.na"]["unit_attainment"]
        >>> line.value, line.points, line.adjusted == won
        (Decimal('100.00'), Decimal('100.000'), True)
        """
        from ._adjust import adjust  # noqa: PLC0415  (adjusting reads boards, boards offer it)

        return adjust(self, adjustments)

    def sealed(self, *, at: date | datetime | str, by: str | int) -> Scoreboard:
        """Return the board closed: with a seal that says who closed it, when, and what it held.

        `board.seal` has digests (SHA-256 of canonical JSON) of the sums, of every part of the document, and one of all
        of it.  `to_json` writes the seal with the board, and `from_json` refuses a document of which anything was
        changed since.  A closed board is not adjusted any more: what comes later is told by `restated`.

        Raises `RecordError` for a malformed `at` or `by`, `BoardError` for a board that is closed or only a part.

        >>> import salesperf as sp
        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
        >>> closed = sp.score(rows, profiles.CONSULTANT, period="2026-03").sealed(at="2026-04-05", by="hr.01")
        >>> closed.seal.by, sp.Scoreboard.from_json(closed.to_json()) == closed
        ('hr.01', True)
        """
        from ._seal import close  # noqa: PLC0415  (closing reads boards, boards offer it)

        return close(self, at=at, by=by)

    def restated(
        self,
        now: Scoreboard,
        *,
        records: Rows = (),
        columns: Mapping[str, str] | None = None,
        organisation: Organisation | None = None,
    ) -> Restatement:
        """Return what this board would be by what is known now: per subject and line what changed, and by how much.

        `now` is the board of the same profiles scored from today's records, without the adjustments; those of this
        board are applied to it, and those that no longer match are listed.  `records` are the rows that came later
        (or all rows, where they carry `recorded_at` and this board has an `as_of`): the ids of those that touch a
        changed line are listed with it.  With an organisation, pass it too: it says whose cards a record touches.

        Neither board changes.  Raises `BoardError` for boards that cannot be compared.

        >>> import salesperf as sp
        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
        >>> late = [{"id": "d-17", "person": "li.na", "date": "2026-03-31", "units_delivered": 1}]
        >>> closed = sp.score(rows, profiles.CONSULTANT, period="2026-03").sealed(at="2026-04-05", by="hr.01")
        >>> now = sp.score(rows + late, profiles.CONSULTANT, period="2026-03")
        >>> change, *_ = closed.restated(now, records=late)
        >>> change.line, change.what, change.old, change.new, change.records
        ('unit_attainment', 'value', Decimal('96.55'), Decimal('100.00'), ('d-17',))
        """
        from ._restate import restate  # noqa: PLC0415  (restating reads boards, boards offer it)

        return restate(self, now, records=records, columns=columns or {}, organisation=organisation)

    def visible_to(
        self, viewer: str | int, organisation: Organisation, *, minimum_group: int = 5, ranks: bool = True
    ) -> Scoreboard:
        """Return what a person may see of the board: the own cards, and those of everybody below.

        Below a person are those whom the person manages, directly or over others, at the place that each had last in
        the period: who was transferred is seen by the new manager, who left by the last one.  Of a board of units a
        person sees those managed and those belonged to.  Everything else is left out: cards, adjustments, rows that
        were set aside.

        Ranks are those of the whole board, and are shown where at least `minimum_group` cards were ranked;
        `ranks=False` shows none.  `statistics()` gives the peers without names: of the whole board and of every unit
        that the viewer belonged to, where these are at least `minimum_group` and no fewer than `minimum_group - 1`
        of them are unknown to the viewer, also by comparison with a smaller group.

        Raises `SubjectError` for a viewer whom the organisation does not know.

        >>> import salesperf as sp
        >>> from salesperf import profiles
        >>> org = sp.Organisation.from_rows(
        ...     [
        ...         {"person": "li.na", "store": "west"},
        ...         {"person": "chen.jie", "store": "west"},
        ...         {"person": "wang.gang", "store": "west", "level": "manager"},
        ...     ]
        ... )
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
        >>> board = sp.score(rows, profiles.CONSULTANT, organisation=org, period="2026-03")
        >>> [[card.subject for card in board.visible_to(who, org)] for who in ("li.na", "wang.gang")]
        [['li.na'], ['chen.jie', 'li.na']]
        """
        from ._visibility import visible_to  # noqa: PLC0415  (visibility reads boards, boards offer it)

        return visible_to(self, viewer, organisation, minimum_group=minimum_group, ranks=ranks)

    def pseudonymised(self, key: bytes) -> Scoreboard:
        """Return the board with a pseudonym in the place of everybody's id, for sharing.

        People and units are replaced wherever they stand: on cards, above them, as members, in adjustments (whose
        reasons are withheld).  A pseudonym is a keyed hash (HMAC-SHA-256, 80 bits): the same for the same id and key
        on every board, and without the key neither to be traced back nor to be guessed.  Of rows that were set aside
        only the numbers remain.  Totals, ranks and everything else stay, so whoever knows somebody's numbers knows
        the card; the seal of a closed board is not kept.

        Raises `BoardError` for a key shorter than 16 bytes, and `InputTypeError` for one that is not bytes.

        >>> import salesperf as sp
        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
        >>> board = sp.score(rows, profiles.CONSULTANT, period="2026-03")
        >>> [card.subject for card in board.pseudonymised(b"kept in a safe place")]
        ['p.ccfcfaed6b2eabe6f762']
        """
        from ._pseudonyms import pseudonymised  # noqa: PLC0415  (pseudonyms read boards, boards offer them)

        return pseudonymised(self, key)

    def statistics(self, *, minimum_group: int = 5) -> tuple[PeerGroup, ...]:
        """Return count, mean and quartiles of the totals, by period and profile, without names.

        Groups with fewer than `minimum_group` totals are suppressed.  What `visible_to` returned gives the statistics
        that its viewer may see, as they were then.

        >>> import salesperf as sp
        >>> from salesperf import profiles, sample
        >>> (peers,) = sp.score(sample.dealership(), profiles.CONSULTANT, period="2026-03").statistics()
        >>> peers.count, peers.mean, peers.median
        (10, Decimal('89.054'), Decimal('87.660'))
        """
        if self._groups is not None:
            return self._groups
        return peer_groups(self._blocks, minimum_group)

    def __len__(self) -> int:
        return sum(len(block.rows) for block in self._blocks)

    def __iter__(self) -> Iterator[Scorecard]:
        return chain.from_iterable(block.cards() for block in self._blocks)

    def __getitem__(self, key: Key) -> Scorecard:
        subject, *narrower = key if isinstance(key, tuple) else (key,)
        cards = self._cards_of(subject)
        period = str(narrower[0]) if narrower else None
        level = str(narrower[1]) if narrower[1:] else None
        found = [card for card in cards if period in {None, str(card.period)} and level in {None, str(card.level)}]
        if len(found) == 1:
            return found[0]
        raise self._no_such_card(subject, cards, found, period, level)

    def _no_such_card(
        self,
        subject: str | int,
        cards: list[Scorecard],
        found: list[Scorecard],
        period: str | None,
        level: str | None,
    ) -> SubjectError:
        """Return the error that says which part of a key is wrong or wanting, with the choices."""
        of = f"of {shown(subject)}"
        if not cards:
            everybody = sorted({str(row[1]) for block in self._blocks for row in block.rows})
            return SubjectError(f"{self.by} with a card", subject, everybody)
        at_all = found or cards
        periods = list(dict.fromkeys(str(card.period) for card in at_all))
        levels = list(dict.fromkeys(str(card.level) for card in at_all))
        if not found:
            if period is not None and period not in periods:
                return SubjectError(f"period {of}", period, periods)
            return SubjectError(f"level {of}", level, levels)
        if len(periods) > 1:
            what = f"one period {of}, who has several cards: board[subject, period];"
            return SubjectError(what, None, periods)
        what = f"one level {of}, who has several cards: board[subject, period, level];"
        return SubjectError(what, None, levels)

    def __contains__(self, subject: object) -> bool:
        return (type(subject), subject) in self._places

    def ranking(self, period: str | Period | None = None) -> tuple[Scorecard, ...]:
        """Return the cards in order of rank, of one period or of all; unscored cards come last."""
        if period is None:
            return tuple(self)
        labels = [str(each) for each in self.periods]
        if str(period) not in labels:
            what = "period"
            raise SubjectError(what, str(period), labels)
        return tuple(
            card for block in self._blocks if str(block.frame.situation.period) == str(period) for card in block.cards()
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return every card as plain values (Decimals and text), in the board's order."""
        return [card.to_dict() for card in self]

    def to_frame(self, kind: str | None = None) -> Any:
        """Return the board as a table: "polars", "pandas" or "pyarrow"; None takes one that is already imported.

        One row a card, with `subject`, `period`, `level`, `profile`, `status`, `total`, `base`, `grade`, `rank` and for
        each criterion `<id>_value`, `<id>_status`, `<id>_points`, `<id>_contribution`.  Values, points and totals are
        decimals (in pandas objects), never floats; null where there is none.

        Raises `UnknownNameError` for another kind, and `MissingExtraError` where that library is not installed.
        """
        from ._tabular import frame_of  # noqa: PLC0415  (tables read boards)

        return frame_of(self, kind)

    @property
    def native(self) -> Any:
        """The cards as a table of the kind that was scored: lazy, and not run yet, where that was lazy.

        It is `to_native("points")`.
        """
        return self.to_native("points")

    def to_native(self, *details: str) -> Any:
        """Return the cards as a table of the kind that was scored, with what of each line `details` name.

        Columns are `subject`, `period`, `status`, `total_e3`, `base_e3`, `grade`, `rank`, `faults` and, for each line,
        of "value", "status", "points" and "contribution" those asked for, as `<id>_value_e2`, `<id>_status`,
        `<id>_points_e3`, `<id>_contribution_e3`.  Numbers are whole and stand for themselves divided by the power of
        ten in their name, so that no engine rounds them.  Cards come in no order; `rank` is that of the board.  Where
        there are several profiles, `level` stands behind `period`.

        Where every card follows from plain sums of its own period, the engine computes them where the table lies;
        a card whose rows cannot be read, or whose sums leave the exact range, has the status `refused`; `faults` counts
        the rows that cannot be read, and where they lie in no period, or have no date, `period` is null.  Rolling
        windows, distinct counts, levels, organisations and, of lazy tables, rows with `until` and cohorts that mature
        are computed from groups that the engine adds up.

        Raises `BoardError` for a board that was not scored from a table, or was changed since; `UnknownNameError` for
        another detail; and, where the table is run for it, what `score` raises.
        """
        from ._native import native_of  # noqa: PLC0415  (tables read boards)

        return native_of(self, self._origin, details)

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the board as a Parquet file with the columns of `to_frame`, by pyarrow or polars."""
        from ._tabular import write_parquet  # noqa: PLC0415  (tables read boards)

        write_parquet(self, path)

    def to_json(self) -> str:
        """Return the board as canonical JSON: the same input gives the same bytes.  `from_json` reads it back.

        It holds the profile, the sums and everything that follows from them; of rows that were set aside it holds the
        faults, not the rows.
        """
        from ._document import board_json  # noqa: PLC0415  (documents read boards)

        return board_json(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Scoreboard:
        """Return the board that `to_json` wrote, after checking that its numbers still follow from its sums.

        Raises `DocumentError` listing what does not fit: no such document, a newer schema, or numbers that were edited.
        """
        from ._document import read_board  # noqa: PLC0415  (documents build boards)

        return read_board(text)

    def __repr__(self) -> str:
        spans = ", ".join(map(str, self.periods[:3])) + (", …" if len(self.periods) > 3 else "")  # noqa: PLR2004  (as many as fit a screen)
        named = ", ".join(f"{profile.name} {profile.version}" for profile in self.profiles)
        lines = [f"<Scoreboard {named}: {len(self)} cards, {spans}>"]
        lines += [f"  {card!r}" for _, card in zip(range(10), self, strict=False)]
        return "\n".join([*lines, "  …"] if len(self) > 10 else lines)  # noqa: PLR2004  (as many as fit a screen)

    def _repr_html_(self) -> str:
        from ._markup import board_markup  # noqa: PLC0415  (markup reads boards)

        return board_markup(self)

    def _cards_of(self, subject: str | int) -> list[Scorecard]:
        blocks = self._blocks
        return [blocks[at].card(place) for at, place in self._places.get((type(subject), subject), ())]

    @cached_property
    def _places(self) -> dict[tuple[type, Any], list[tuple[int, int]]]:
        found: dict[tuple[type, Any], list[tuple[int, int]]] = {}
        for at, block in enumerate(self._blocks):
            for place, row in enumerate(block.rows):
                found.setdefault((type(row[1]), row[1]), []).append((at, place))
        return found


_FIELDS = frozenset(field.name for field in attrs.fields(Scoreboard))
