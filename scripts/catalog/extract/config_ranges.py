"""Which numbers a check takes, found by asking it: a coarse grid first, then each border by halving."""

LEAST, MOST = -(2**63), 2**63 - 1
INT_LEAST, INT_MOST = -(2**31), 2**31 - 1
GRID = sorted({
    LEAST, INT_LEAST, -(10**6), -1000, -100, -10, *range(-3, 21), 24, 32, 50, 64, 100, 128, 256, 512, 1000, 1023, 1024,
    1025, 4096, 10**4, 65535, 65536, 10**5, 10**6, 10**7, 10**9, 2**30, INT_MOST, INT_MOST + 1, 10**12, MOST,
})  # fmt: skip


def whole_range(takes, default, is_int):
    """{min, max, orValues} of the whole numbers that `takes` accepts as texts; None when all or none are."""
    grid = sorted({*GRID, *([default] if default is not None else [])})
    accepted = [takes(str(each)) for each in grid]
    if not any(accepted):
        return None
    spans, start = [], None
    for index, good in enumerate(accepted):
        if good and start is None:
            start = grid[0] if index == 0 else border(takes, grid[index - 1], grid[index])
        if start is not None and (not good or index == len(grid) - 1):
            end = grid[index] if good else border(takes, grid[index], grid[index - 1])
            spans.append((start, end))
            start = None
    widest = max(spans, key=lambda span: span[1] - span[0])
    single = [low for low, high in spans if (low, high) != widest and low == high]
    others = [span for span in spans if span != widest and span[0] != span[1]]
    if others or len(single) > 3:
        return step_range(takes, spans)
    found = {}
    # Java cannot read the least of all as an amount with a unit.
    if widest[0] > (INT_LEAST if is_int else LEAST + 1):
        found["min"] = widest[0]
    if widest[1] < (INT_MOST if is_int else MOST):
        found["max"] = widest[1]
    if single:
        found["orValues"] = single
    return found or None


def step_range(takes, spans):
    """For checks such as "a multiple of 8"; None when it is no such check."""
    for step in (2, 4, 5, 8, 10, 16, 60, 1024):
        if all(takes(str(step * each)) for each in (1, 2, 3, 5, 7)) and not takes(str(step + 1)):
            return {"min": min(low for low, _ in spans), "multipleOf": step}
    return None


def border(takes, bad, good):
    """The accepted number next to the refused ones."""
    while abs(good - bad) > 1:
        middle = (bad + good) // 2
        if takes(str(middle)):
            good = middle
        else:
            bad = middle
    return good


def decimal_range(takes):
    """{min | exclusiveMin, max | exclusiveMax} of the numbers that `takes` accepts as texts."""
    points = [-1e9, -100.0, -1.0, -0.5, -1e-9, 0.0, 1e-9, 0.01, 0.1, 0.25, 0.5, 0.75, 0.99, 1.0, 1.5, 2.0, 5.0, 100.0, 1e9]
    accepted = [takes(repr(each)) for each in points]
    if not any(accepted):
        return None
    first, last = accepted.index(True), len(accepted) - 1 - accepted[::-1].index(True)
    found = {}
    if first > 0:
        bound = edge(takes, points[first - 1], points[first])
        found["min" if takes(repr(bound)) else "exclusiveMin"] = bound
    if last < len(points) - 1:
        bound = edge(takes, points[last + 1], points[last])
        found["max" if takes(repr(bound)) else "exclusiveMax"] = bound
    return found or None


def edge(takes, bad, good):
    """The round number at which acceptance turns."""
    for _ in range(60):
        middle = (bad + good) / 2
        if takes(repr(middle)):
            good = middle
        else:
            bad = middle
    rounded = round(good, 6)
    return rounded + 0.0 if rounded != int(rounded) else int(rounded)
