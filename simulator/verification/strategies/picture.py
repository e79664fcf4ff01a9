"""The gaming report as one SVG: a dot for each strategy, against the bands it should keep to. No numbers are made here.

It stands alone or inside our page, whose colours it then takes over, and follows the reader's light or dark theme.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from simulator.verification.strategies.report import ACCEPT, Report, Row

_STYLE = """
.cs-dots { --g-paper: var(--cs-surface, #fffefb); --g-ink: var(--cs-ink, #21292b);
  --g-soft: var(--cs-ink-soft, #55605f); --g-edge: var(--cs-edge, #857e70);
  --g-good: var(--cs-accent, #1c5f5b); --g-band: var(--cs-accent-soft, #dfece8);
  --g-warm: var(--cs-warm, #8a4a12); font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .cs-dots { --g-paper: var(--cs-surface, #1b2325); --g-ink: var(--cs-ink, #e5e9e6);
  --g-soft: var(--cs-ink-soft, #a7b2b0); --g-edge: var(--cs-edge, #7c8a89); --g-good: var(--cs-accent, #8ad1c4);
  --g-band: var(--cs-accent-soft, #1e3a37); --g-warm: var(--cs-warm, #e8b77c); } }
@media (forced-colors: active) { .cs-dots { --g-paper: Canvas; --g-ink: CanvasText; --g-soft: CanvasText;
  --g-edge: CanvasText; --g-good: CanvasText; --g-band: Canvas; --g-warm: CanvasText; } }
.cs-dots .paper { fill: var(--g-paper); } .cs-dots text { fill: var(--g-ink); }
.cs-dots .soft { fill: var(--g-soft); font-size: 12px; } .cs-dots .head { font-weight: 650; }
.cs-dots .band { fill: var(--g-band); } .cs-dots .grid { stroke: var(--g-edge); stroke-width: .5; }
.cs-dots .kept { fill: var(--g-good); } .cs-dots .broken { fill: var(--g-warm); }
.cs-dots text.broken { font-weight: 650; }
"""

_LEFT, _TOP, _ROW, _WIDTH, _GAP = 170, 64, 22, 300, 50


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure: where its scale begins and ends, and what is accepted of a strategy that must not pay."""

    name: str
    start: float
    end: float
    low: float
    high: float
    left: float

    def x(self, value: float) -> float:
        inside = min(max(value, self.start), self.end)
        return self.left + _WIDTH * (inside - self.start) / (self.end - self.start)


def picture(report: Report) -> str:
    rows = report.rows
    panels = _panels(report)
    wide, high = _LEFT + 2 * _WIDTH + _GAP + 90, _TOP + _ROW * len(rows) + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cs-dots" role="img" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}">',
        f"<title>{escape('What strategies earn that do not look at the client')}</title>",
        f"<desc>{escape(_description(report))}</desc>",
        f"<style>{escape(_STYLE)}</style>",
        f'<rect class="paper" width="{wide}" height="{high}"/>',
        *(part for panel in panels for part in _frame(panel, len(rows))),
        *(part for i, row in enumerate(rows) for part in _line(row, i, panels)),
        _text(_legend(report), _LEFT, high - 12, "soft"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _panels(report: Report) -> tuple[Panel, Panel]:
    lowest = min([-0.5, *(row.chance_corrected for row in report.rows)])
    random, band = report.random_node_quality, ACCEPT.node_quality_band
    return (
        Panel("Chance-corrected", lowest, 1.0, lowest, ACCEPT.max_chance_corrected, _LEFT),
        Panel("Node quality", 0.0, 1.0, random - band, random + band, _LEFT + _WIDTH + _GAP),
    )


def _description(report: Report) -> str:
    told = (
        f"{row.strategy}: chance-corrected {row.chance_corrected:+.2f}, node quality {row.node_quality:.2f}"
        + ("" if row.accepted else ", not accepted")
        for row in report.rows
    )
    return "; ".join(told) + "."


def _legend(report: Report) -> str:
    auc = "" if report.auc is None else f" · surface learner orders {report.auc:.0%} of pairs rightly"
    return f"Shaded: accepted. Diamonds: not accepted. {len(report.played)} scenarios, {report.beats} beats{auc}"


def _frame(panel: Panel, rows: int) -> Iterator[str]:
    bottom = _TOP + _ROW * rows
    yield _text(panel.name, panel.left, 24, "head")
    left, right = panel.x(panel.low), panel.x(panel.high)
    yield f'<rect class="band" x="{left:.1f}" y="{_TOP}" width="{right - left:.1f}" height="{bottom - _TOP}"/>'
    for value in (-0.5, 0.0, 0.25, 0.5, 0.75, 1.0):
        if panel.start <= value <= panel.end:
            x = panel.x(value)
            yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>'
            yield _text(f"{value:g}", x, _TOP - 10, "soft", anchor="middle")


def _line(row: Row, i: int, panels: tuple[Panel, Panel]) -> Iterator[str]:
    y, kind = _TOP + _ROW * (i + 0.5), "kept" if row.accepted else "broken"
    yield _text(row.strategy, _LEFT - 14, y + 4, kind if kind == "broken" else "", anchor="end")
    for panel, value in zip(panels, (row.chance_corrected, row.node_quality), strict=True):
        yield _dot(panel.x(value), y, kind, f"{row.strategy}: {panel.name.lower()} {value:.2f}")
    if not row.accepted:
        yield _text("not accepted", panels[1].left + _WIDTH + 10, y + 4, "soft")


def _dot(x: float, y: float, kind: str, title: str) -> str:
    shape = f'<circle class="kept" cx="{x:.1f}" cy="{y:.1f}" r="5">'
    end = "</circle>"
    if kind == "broken":
        shape, end = f'<path class="broken" d="M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z">', "</path>"
    return f"{shape}<title>{escape(title)}</title>{end}"


def _text(words: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    return f'<text class={quoteattr(kind)} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
