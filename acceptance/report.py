"""What a person reads about the rows."""

from collections import Counter
from collections.abc import Sequence

from acceptance.rows import KINDS
from acceptance.verdict import Status, Verdict

_NARROWEST = 20


def listing(verdicts: Sequence[Verdict], width: int) -> str:
    """One line a row, cut to the width: status, id, kind, what proves it or what is missing, the requirement."""
    if not verdicts:
        return "no rows"
    ids = max(len(verdict.row.id) for verdict in verdicts)
    lines = []
    for verdict in verdicts:
        row = verdict.row
        head = f"{verdict.status:<10}  {row.id:<{ids}}  {row.kind:<8}  "
        if verdict.status is Status.UNPROVEN:
            lines += [f"{head}{verdict.reason}", f"{'':<{len(head)}}{_cut(row.requirement, width - len(head))}"]
        else:
            lines.append(f"{head}{verdict.reason:<20}  {_cut(row.requirement, width - len(head) - 22)}".rstrip())
    return "\n".join(lines)


def totals(verdicts: Sequence[Verdict]) -> str:
    """How many rows of each system and kind are proven or documented."""
    counted = Counter((verdict.row.system, verdict.row.kind) for verdict in verdicts)
    done = Counter(
        (verdict.row.system, verdict.row.kind) for verdict in verdicts if verdict.status is not Status.UNPROVEN
    )
    systems = list(dict.fromkeys(verdict.row.system for verdict in verdicts))
    kinds = [kind for kind in KINDS if any(found == kind for _, found in counted)]
    rows = [["proven or documented", *kinds, "all"]]
    for system in systems:
        cells = [f"{done[system, kind]} of {counted[system, kind]}" for kind in kinds]
        rows.append([system, *cells, f"{_of(done, system)} of {_of(counted, system)}"])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)


def _of(counts: Counter[tuple[str, str]], system: str) -> int:
    return sum(count for (found, _), count in counts.items() if found == system)


def _cut(text: str, width: int) -> str:
    room = max(width, _NARROWEST)
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
