"""Time against the number of migrations, as SVG: a panel for each database, both axes logarithmic."""
import math

PANELS = [("sqlite", "SQLite"), ("postgresql", "PostgreSQL")]
SHOWN = {"bare C": "#767676", "Aludel": "#c0392b", "Alembic": "#2471a3", "dbmate": "#148f77", "knex": "#b7950b",
         "yoyo": "#7d3c98", "node-pg-migrate": "#7d3c98", "sqitch": "#a04000"}
WIDTH, HEIGHT, LEFT, TOP, PANEL_WIDTH, PANEL_HEIGHT, GAP = 950, 360, 60, 44, 270, 250, 165
LINE = 14  # between two labels


def lines_of(parts, kind):
    """name -> [(migrations, seconds)]"""
    lines = {}
    for (k, count), results in sorted(parts.items()):
        for step, name in results.runs if k == kind else ():
            if step == "up" and name in SHOWN:
                lines.setdefault(name, []).append((count, results.median(step, name)))
    return lines


class Panel:
    def __init__(self, left, lines):
        self.left = left
        counts = [c for line in lines.values() for c, _ in line]
        times = [t for line in lines.values() for _, t in line]
        self.counts = sorted(set(counts))
        self.least, self.most = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))

    def x(self, count):
        low, high = math.log10(self.counts[0]), math.log10(self.counts[-1])
        return self.left + PANEL_WIDTH * ((math.log10(count) - low) / (high - low) if high > low else 0.5)

    def y(self, seconds):
        return TOP + PANEL_HEIGHT * (self.most - math.log10(seconds)) / (self.most - self.least)


def duration(exponent):
    return f"{10 ** exponent} s" if exponent >= 0 else f"{10 ** (exponent + 3)} ms"


def axes(panel, title):
    yield f'<text x="{panel.left}" y="{TOP - 18}" font-weight="bold">{title}</text>'
    for exponent in range(panel.least, panel.most + 1):
        y = panel.y(10 ** exponent)
        yield (f'<path d="M{panel.left} {y:.1f}h{PANEL_WIDTH}" stroke="#ddd"/>'
               f'<text x="{panel.left - 6}" y="{y + 4:.1f}" text-anchor="end">{duration(exponent)}</text>')
    for count in panel.counts:
        yield (f'<text x="{panel.x(count):.1f}" y="{TOP + PANEL_HEIGHT + 18}" text-anchor="middle">{count:,}</text>')
    yield (f'<text x="{panel.left + PANEL_WIDTH / 2}" y="{TOP + PANEL_HEIGHT + 38}" text-anchor="middle">'
           "migrations, all applied</text>")


def apart(places):
    """Labels that would lie on one another are moved down."""
    moved, last = {}, -math.inf
    for name, y in sorted(places.items(), key=lambda item: item[1]):
        last = moved[name] = max(y, last + LINE)
    return moved


def curves(panel, lines):
    ends = apart({name: panel.y(line[-1][1]) for name, line in lines.items()})
    for name, line in lines.items():
        points = " ".join(f"{panel.x(c):.1f},{panel.y(t):.1f}" for c, t in line)
        weight = 3 if name == "Aludel" else 1.5
        x, y = panel.x(line[-1][0]), panel.y(line[-1][1])
        edge = panel.left + PANEL_WIDTH
        yield (f'<polyline points="{points}" fill="none" stroke="{SHOWN[name]}" stroke-width="{weight}"/>'
               f'<path d="M{x + 3:.1f} {y:.1f}L{edge + 12} {ends[name]:.1f}" stroke="{SHOWN[name]}" stroke-width="0.5"/>'
               f'<text x="{edge + 15}" y="{ends[name] + 4:.1f}" fill="{SHOWN[name]}">{name}, '
               f"{line[-1][1]:.2g} s</text>")
        yield from (f'<circle cx="{panel.x(c):.1f}" cy="{panel.y(t):.1f}" r="{weight}" fill="{SHOWN[name]}"/>'
                    for c, t in line)


def draw(parts, path):
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>']
    for i, (kind, title) in enumerate(PANELS):
        lines = lines_of(parts, kind)
        if lines:
            panel = Panel(LEFT + i * (PANEL_WIDTH + GAP), lines)
            out += [*axes(panel, title), *curves(panel, lines)]
    path.write_text("\n".join([*out, "</svg>\n"]))
