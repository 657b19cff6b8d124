// The floor plan: six districts of rooms, corridors between them, one way in and three ways out. Pure geometry, no drawing.
const DISTRICTS = [0, 1, 2, 5, 4, 3];  // job of each district, row by row: consensus lies below the problem
const DISTRICTS_NARROW = [0, 1, 5, 2, 4, 3];

function floorPlan(width, nChannels) {
  const narrow = width < 780, columns = width < 372 ? 1 : narrow ? 2 : 3, lines = 6 / columns;
  const inset = narrow ? 38 : 62, outset = narrow ? 54 : 78, k = narrow ? 12 : 26, title = narrow ? 17 : 22;
  const w = (width - inset - outset - (columns + 1) * k) / columns, room = narrow ? 34 : 58, hall = narrow ? 16 : 26;
  const h = title + 2 * room + hall + 6, top = 6, acrossRooms = Math.ceil(nChannels / 2);
  const height = top * 2 + lines * h + (lines + 1) * k;
  const vs = Array.from({ length: columns + 1 }, (_, i) => inset + k / 2 + i * (w + k));
  const hs = Array.from({ length: lines + 1 }, (_, j) => top + k / 2 + j * (h + k));
  const plan = { width, height, narrow, k, vs, hs, columns, districts: [], rooms: [] };
  (columns === 2 ? DISTRICTS_NARROW : DISTRICTS).forEach((job, d) => {
    const col = d % columns, line = Math.floor(d / columns);
    const x = vs[col] + k / 2, y = hs[line] + k / 2, hallY = y + title + room + hall / 2;
    plan.districts[job] = { job, x, y, w, h, hall: hallY, hallHeight: hall, title: y + title - (narrow ? 5 : 6), col };
    const place = (px, py, pw, ph, up) => ({
      x: px, y: py, w: pw, h: ph, cx: px + pw / 2, cy: py + ph / 2, hall: hallY, col, job, door: up ? py + ph : py, up,
    });
    if (job === 5) {
      plan.table = place(x + 4, y + title, w - 8, room, true);
      plan.upstairs = place(x + 4 + w * 0.3, y + title + room + hall, w * 0.4 - 8, room, false);
      return;
    }
    plan.rooms[job] = [];
    for (let c = 0; c < nChannels; c++) {
      const up = c < acrossRooms, rw = (w - 4) / acrossRooms;
      const px = x + 2 + (c % acrossRooms) * rw + 2, py = up ? y + title : y + title + room + hall;
      const second = rw < (narrow ? 46 : 62) && c % 2 === 1;  // where a name is wider than its room, neighbours' stand on two lines
      const line = (n) => (up ? py + 12 + 14 * n : py + room - 4 - 14 * n);
      plan.rooms[job][c] = { ...place(px, py, rw - 4, room, up), label: line(second ? 1 : 0), number: line(second ? 0 : narrow ? 1 : 2) };
    }
  });
  const inner = { top: hs[0], bottom: hs[lines] }, at = (u) => inner.top + (inner.bottom - inner.top) * u;
  const edge = (x, y, v) => ({ cx: x, cy: y, hall: y, edge: v });
  plan.entrance = edge(inset - 8, at(0.5), 0);
  plan.exits = Object.fromEntries(['us', 'rival', 'nobody'].map((name, e) => [name, edge(width - outset + 10, at([0.12, 0.5, 0.88][e]), columns)]));
  plan.wall = { x: inset - 4, y: top - 4, w: width - inset - outset + 8, h: height - 2 * top + 8 };
  return plan;
}

// The way from one place to another along halls and corridors, as corner points; the ends are the places themselves.
function wayBetween(plan, a, b) {
  if (a === b) return [[a.cx, a.cy]];
  const middle = (a.cx + b.cx) / 2;
  const side = (p, q) => {
    if (p.edge !== undefined) return p.edge;
    if (q.edge !== undefined) return q.edge > p.col ? p.col + 1 : p.col;
    if (q.col !== p.col) return q.col > p.col ? p.col + 1 : p.col;
    return Math.abs(plan.vs[p.col] - middle) < Math.abs(plan.vs[p.col + 1] - middle) ? p.col : p.col + 1;
  };
  const points = [[a.cx, a.cy]];
  if (a.hall === b.hall && a.col === b.col && a.edge === undefined && b.edge === undefined) {
    points.push([a.cx, a.hall], [b.cx, b.hall]);
  } else {
    const i = side(a, b), j = side(b, a), x = plan.vs[i], z = plan.vs[j];
    if (a.edge === undefined) points.push([a.cx, a.hall]);
    points.push([x, a.hall]);
    if (i !== j) {
      const y = plan.hs.reduce((best, h) => (Math.abs(h - a.hall) + Math.abs(h - b.hall) < Math.abs(best - a.hall) + Math.abs(best - b.hall) ? h : best));
      points.push([x, y], [z, y]);
    }
    points.push([z, b.hall]);
    if (b.edge === undefined) points.push([b.cx, b.hall]);
  }
  points.push([b.cx, b.cy]);
  return points;
}

// How many went along each stretch of hall and corridor: [x0, y0, x1, y1, count], with stretches cut where traffic changes.
function trafficOf(plan, ways) {
  const lines = new Map();
  for (const [from, to, count] of ways) {
    const points = wayBetween(plan, from, to).slice(1, -1);
    for (let n = 1; n < points.length; n++) {
      const [x0, y0] = points[n - 1], [x1, y1] = points[n], along = y0 === y1 ? 'h' : 'v';
      const key = along + (along === 'h' ? y0.toFixed(1) : x0.toFixed(1));
      const [lo, hi] = along === 'h' ? [Math.min(x0, x1), Math.max(x0, x1)] : [Math.min(y0, y1), Math.max(y0, y1)];
      if (hi - lo > 0.5) (lines.get(key) || lines.set(key, []).get(key)).push([lo, hi, count]);
    }
  }
  const stretches = [];
  for (const [key, spans] of lines) {
    const cuts = [...new Set(spans.flatMap(([lo, hi]) => [lo, hi]))].sort((p, q) => p - q), at = Number(key.slice(1));
    for (let n = 1; n < cuts.length; n++) {
      const mid = (cuts[n - 1] + cuts[n]) / 2, count = spans.reduce((sum, [lo, hi, c]) => sum + (lo < mid && mid < hi ? c : 0), 0);
      if (count) stretches.push(key[0] === 'h' ? [cuts[n - 1], at, cuts[n], at, count] : [at, cuts[n - 1], at, cuts[n], count]);
    }
  }
  return stretches;
}
