// One maze on the page: walls, districts and rooms as SVG (labels, keyboard, titles), people and their trails on a canvas above.
const NS = 'http://www.w3.org/2000/svg';
const WAIT_OFFSET = 9, DEAD = '#CB4B43';
const STAGES = ['inquiry', 'lead', 'accepted', 'with sales', 'opportunity', 'end'];
const BEHIND_GATE = ['lead', 'accepted', 'with sales'];
const STAGE_WORDS = { inquiry: 'Inquiry', lead: 'Lead', accepted: 'Accepted', 'with sales': 'With sales', opportunity: 'Met rep', end: 'Outcome' };
const EXIT_WORDS = { us: 'us', rival: 'a rival', nobody: 'nobody' };

function make(parent, tag, attributes = {}, text) {
  const node = tag.startsWith('svg:') ? document.createElementNS(NS, tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  parent.appendChild(node);
  return node;
}

const furthest = (stages, t) => stages.reduce((best, [when, name]) => Math.max(best, when <= t ? STAGES.indexOf(name) : -1), -1);

// What stands still: drawn once per width.
function drawPlan(view, data, onPick) {
  const { svg, maze, state } = view, plan = (view.plan = floorPlan(Math.max(320, view.stage.clientWidth || 480), data.channels.length));
  svg.replaceChildren();
  svg.setAttribute('viewBox', `0 0 ${plan.width} ${plan.height}`);
  svg.setAttribute('height', plan.height);
  const { wall } = plan;
  make(svg, 'svg:rect', { class: 'ground', x: wall.x, y: wall.y, width: wall.w, height: wall.h, rx: 14 });
  view.floor = make(svg, 'svg:g', { class: 'floor' });
  view.counts = make(svg, 'svg:g', { class: 'counts' });
  for (const district of plan.districts) {
    const consensus = district.job === 5;
    make(svg, 'svg:rect', { class: consensus ? 'district consensus' : 'district', x: district.x, y: district.y, width: district.w, height: district.h, rx: 7 });
    make(svg, 'svg:rect', { class: 'hall', x: district.x, y: district.hall - district.hallHeight / 2, width: district.w, height: district.hallHeight });
    make(svg, 'svg:text', { class: 'name', x: district.x + 7, y: district.title }, data.jobs[district.job]);
  }
  view.floor.remove();
  svg.appendChild(view.floor);
  view.hits = [];
  plan.rooms.forEach((row, j) => row.forEach((room, c) => {
    const [long, short, owner] = data.channels[c];
    const box = make(svg, 'svg:g', { class: `room ${owner}` });
    room.fill = make(box, 'svg:rect', { x: room.x, y: room.y, width: room.w, height: room.h, rx: 4 });
    make(box, 'svg:line', { class: 'doorway', x1: room.cx - 6, x2: room.cx + 6, y1: room.door, y2: room.door });
    make(box, 'svg:text', { class: 'label', x: room.cx, y: room.label }, plan.narrow ? short : long);
    if (maze.gate && c === 0) {
      room.gate = make(box, 'svg:g', { class: 'gate' });
      for (const dx of [-3, 3]) make(room.gate, 'svg:line', { x1: room.cx + dx, x2: room.cx + dx, y1: room.door - 5, y2: room.door + 5 });
    }
    room.count = make(box, 'svg:text', { class: 'number', x: room.cx, y: room.number });
    const visits = maze.traffic[j][c];
    const name = `${data.jobs[j]}, ${long}: ${visits[0]} visits of all accounts, ${visits[1]} seen by the seller`;
    const hit = make(svg, 'svg:rect', {
      class: 'hit', x: room.x, y: room.y, width: room.w, height: room.h, rx: 4, role: 'button', tabindex: view.hits.length ? -1 : 0, 'aria-label': name,
    });
    make(hit, 'svg:title', {}, `${name}. Click for who was there.`);
    hit.onclick = () => onPick(j, c);
    hit.onkeydown = (event) => {
      const half = Math.ceil(data.channels.length / 2), step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: half, ArrowUp: -half }[event.key];
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); onPick(j, c); }
      const next = step === undefined ? null : view.hits[view.hits.indexOf(hit) + step];
      if (step !== undefined) event.preventDefault();
      if (next) { hit.setAttribute('tabindex', -1); next.setAttribute('tabindex', 0); next.focus(); }
    };
    hit.classList.toggle('picked', !!state.picked && state.picked[0] === j && state.picked[1] === c);
    view.hits.push(hit);
  }));
  for (const [room, name] of [[plan.table, 'the group meets'], [plan.upstairs, 'approval upstairs']]) {
    const box = make(svg, 'svg:g', { class: 'room group' });
    room.fill = make(box, 'svg:rect', { x: room.x, y: room.y, width: room.w, height: room.h, rx: 4 });
    make(box, 'svg:text', { class: 'label', x: room.cx, y: room.up ? room.y + 12 : room.y + room.h - 5 }, plan.narrow && room === plan.upstairs ? 'approval' : name);
  }
  make(svg, 'svg:rect', { class: 'wall', x: wall.x, y: wall.y, width: wall.w, height: wall.h, rx: 14 });
  const door = (at, words, cls, anchor, x) => {
    make(svg, 'svg:line', { class: 'opening', x1: at.wallX, x2: at.wallX, y1: at.cy - 15, y2: at.cy + 15 });
    make(svg, 'svg:text', { class: `way-out ${cls}`, x, y: at.cy + 4, 'text-anchor': anchor }, words);
  };
  door({ ...plan.entrance, wallX: wall.x }, plan.narrow ? 'start' : 'set out', 'in', 'end', wall.x - 7);
  view.exits = {};
  for (const [name, at] of Object.entries(plan.exits)) door({ ...at, wallX: wall.x + wall.w }, EXIT_WORDS[name], name, 'start', wall.x + wall.w + 8);
  shadeTraffic(view, data);
  fitCanvas(view);
}

// Traffic of the commonest ways of a maze, up to a share of all.
function commonest(plan, all, share) {
  const total = all.reduce((sum, way) => sum + way[4], 0);
  let sum = 0;
  const ways = all.filter((way) => { const before = sum; sum += way[4]; return before < total * share; });
  return trafficOf(plan, ways.map(([j0, c0, j1, c1, n]) => [plan.rooms[j0][c0], plan.rooms[j1][c1], n]));
}

// Corridors as wide as their traffic, rooms as full as they are visited, both on one scale for all mazes side by side.
function shadeTraffic(view, data) {
  const { plan, maze, state } = view, k = state.seller ? 1 : 0;
  const every = data.mazes.map((each) => commonest(plan, each.ways[k], state.share)), stretches = every[view.m];
  const most = Math.max(1, ...every.flat().map((stretch) => stretch[4]));
  view.floor.replaceChildren();
  view.counts.replaceChildren();
  view.svg.appendChild(view.counts);
  for (const [x0, y0, x1, y1, count] of stretches) {
    const line = make(view.floor, 'svg:line', { x1: x0, y1: y0, x2: x1, y2: y1, 'stroke-width': (1 + (plan.k - 3) * Math.sqrt(count / most)).toFixed(1) });
    make(line, 'svg:title', {}, `${count} went this way`);
    const long = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    if (state.numbers && long > 26) make(view.counts, 'svg:text', { x: (x0 + x1) / 2, y: (y0 + y1) / 2 + 3.5 }, count);
  }
  const busiest = Math.max(1, ...data.mazes.flatMap((each) => each.traffic.flat().map((cell) => cell[k])));
  plan.rooms.forEach((row, j) => row.forEach((room, c) => {
    const visits = maze.traffic[j][c][k];
    room.fill.style.setProperty('--full', (0.06 + 0.5 * Math.sqrt(visits / busiest)).toFixed(3));
    room.count.textContent = state.numbers ? visits : '';
  }));
  view.box.classList.toggle('dark', state.seller);
}

function fitCanvas(view) {
  const { canvas, plan } = view, ratio = Math.min(2, devicePixelRatio || 1);
  for (const layer of [canvas, view.trails]) {
    layer.width = plan.width * ratio;
    layer.height = plan.height * ratio;
  }
  canvas.style.width = `${plan.width}px`;
  canvas.style.height = `${plan.height}px`;
  view.pen = canvas.getContext('2d');
  view.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  view.ink = view.trails.getContext('2d');
  view.ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  view.inked = null;
  const style = getComputedStyle(view.box);
  view.colours = { text: style.getPropertyValue('--st-text-color') || '#222', ground: style.getPropertyValue('--st-background-color') || '#fff' };
  view.walkers = makeWalkers(view);
}

// A walker's stops in order: rooms visited or waited at, meetings, and the way out.
function makeWalkers(view) {
  const { maze, plan } = view, walkers = [];
  for (const group of maze.groups) {
    const exit = group.exit ? plan.exits[group.exit] : null;
    group.people.forEach((person, i) => {
      const stops = [{ place: plan.entrance, start: person.joined, end: person.joined, doing: 'enter' }];
      for (const [seat, start, end, wait, job, channel, seen, hours, dead] of group.stays) {
        if (seat === person.seat) stops.push({ place: plan.rooms[Math.max(0, job)][channel], start, end, doing: wait ? 'wait' : 'visit', seen, hours, dead });
      }
      for (const [day, present] of group.meetings) if (present.includes(person.seat)) stops.push({ place: plan.table, start: day, end: day + 0.25, doing: 'meet' });
      stops.sort((p, q) => p.start - q.start);
      if (exit && isFinite(person.joined) && person.joined < group.last) stops.push({ place: exit, start: group.last, end: Infinity, doing: 'leave' });
      const spread = ((i * 2.399) % 1) - 0.5;  // a lane of one's own in every corridor
      walkers.push({ person, group, stops, lane: spread * (plan.k - 5), seat: i, of: group.people.length, legs: new Map() });
    });
  }
  return walkers;
}

function spotIn(view, walker, stop) {
  const { place, doing } = stop, { plan } = view;
  if (doing === 'meet') {
    const turn = (2 * Math.PI * walker.seat) / Math.max(3, walker.of);
    return [place.cx + Math.cos(turn) * Math.min(place.w * 0.3, 46), place.cy + Math.sin(turn) * place.h * 0.27 + 3];
  }
  if (place.edge !== undefined) return [place.cx + (doing === 'leave' ? 4 + (walker.seat % 3) * 9 : 0), place.cy + 12 + Math.floor(walker.seat / 3) * 9];
  if (doing === 'wait') return [place.cx + ((walker.seat % 3) - 1) * WAIT_OFFSET, place.hall + (place.up ? -3 : 3)];
  const across = place.w > 44 ? 3 : 2;
  return [place.cx + ((walker.seat % across) - (across - 1) / 2) * (place.w / (across + 0.6)), place.cy + (Math.floor(walker.seat / across) % 3 - 1) * (plan.narrow ? 9 : 13)];
}

function leg(view, walker, n) {
  let found = walker.legs.get(n);
  if (found) return found;
  const from = walker.stops[n - 1], to = walker.stops[n], a = spotIn(view, walker, from), b = spotIn(view, walker, to);
  let points = [a, b];
  if (from.place !== to.place) {
    points = wayBetween(view.plan, from.place, to.place).map(([x, y]) => [x + walker.lane, y + walker.lane]);
    points[0] = a;
    points[points.length - 1] = b;
    if (from.place.edge === undefined) points[1] = [a[0], points[1][1]];
    if (to.place.edge === undefined) points[points.length - 2] = [b[0], points[points.length - 2][1]];
  }
  const lengths = [0];
  for (let i = 1; i < points.length; i++) lengths.push(lengths[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]));
  found = { points, lengths, total: lengths.at(-1) };
  walker.legs.set(n, found);
  return found;
}

function stopAt(stops, t) {
  let low = 0, high = stops.length - 1;
  if (t < stops[0].start) return -1;
  while (low < high) { const mid = (low + high + 1) >> 1; if (stops[mid].start <= t) low = mid; else high = mid - 1; }
  return low;
}

// Where a walker is at t: in a place, or on the way to the next one, for which the last `travel` days before it are used.
function whereabouts(view, walker, t, travel) {
  const n = stopAt(walker.stops, t);
  if (n < 0) return null;
  const stop = walker.stops[n], next = walker.stops[n + 1];
  if (next) {
    const leaves = Math.max(Math.min(stop.end, next.start), next.start - travel);
    if (t > leaves && next.start > leaves) {
      const way = leg(view, walker, n + 1), gone = ((t - leaves) / (next.start - leaves)) * way.total;
      let i = 1;
      while (i < way.lengths.length - 1 && way.lengths[i] < gone) i++;
      const u = way.lengths[i] > way.lengths[i - 1] ? (gone - way.lengths[i - 1]) / (way.lengths[i] - way.lengths[i - 1]) : 1;
      const [x0, y0] = way.points[i - 1], [x1, y1] = way.points[i];
      return { at: [x0 + (x1 - x0) * u, y0 + (y1 - y0) * u], stop, n, busy: true, walking: true };
    }
  }
  return { at: spotIn(view, walker, stop), stop, n, busy: t <= stop.end + travel * 0.7 && stop.doing !== 'leave', waits: stop.doing === 'wait' && t <= stop.end };
}

function trail(ink, way) {
  const { points } = way;
  ink.beginPath();
  ink.moveTo(...points[0]);
  for (let i = 1; i < points.length - 1; i++) ink.arcTo(...points[i], ...points[i + 1], 7);
  ink.lineTo(...points.at(-1));
  ink.stroke();
}

// The tangle so far: legs are inked once as time goes on, and all anew when time goes back.
function inkTrails(view, t) {
  const { ink, plan, state } = view;
  if (!view.inked || view.inked.t > t) {
    ink.clearRect(0, 0, plan.width, plan.height);
    view.inked = { t: -Infinity, done: view.walkers.map(() => 0) };
  }
  if (state.seller || view.maze.groups.length > 20) return;
  ink.lineWidth = view.maze.groups.length > 1 ? 1 : 1.4;
  view.walkers.forEach((walker, w) => {
    const upTo = stopAt(walker.stops, t);
    ink.strokeStyle = walker.person.colour;
    ink.globalAlpha = view.maze.groups.length > 1 ? 0.22 : 0.5;
    for (let n = Math.max(1, view.inked.done[w] + 1); n <= upTo; n++) trail(ink, leg(view, walker, n));
    view.inked.done[w] = Math.max(view.inked.done[w], upTo);
  });
  view.inked.t = t;
}

function drawPeople(view, t, travel) {
  const { pen, plan, maze, state, colours } = view, one = maze.groups.length === 1;
  pen.clearRect(0, 0, plan.width, plan.height);
  inkTrails(view, t);
  pen.globalAlpha = 1;
  pen.drawImage(view.trails, 0, 0, plan.width, plan.height);
  const radius = one ? (plan.narrow ? 7 : 8.5) : maze.groups.length > 20 ? 2.4 : 4, dead = new Map();
  let longest = null, shown = 0;
  for (const walker of view.walkers) {
    const found = whereabouts(view, walker, t, travel);
    if (!found) continue;
    if (one) for (let n = 0; n <= found.n; n++) if (walker.stops[n].dead) dead.set(walker.stops[n].place, (dead.get(walker.stops[n].place) || 0) + 1);
    if (state.seller && !(found.stop.seen && found.busy && !found.walking)) continue;
    if (found.waits && (!longest || found.stop.start < longest.stop.start)) longest = found;
    shown += 1;
    const [x, y] = found.at;
    pen.globalAlpha = found.busy || found.stop.doing === 'leave' ? 1 : 0.55;
    pen.fillStyle = walker.person.colour;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.fill();
    if (!one) continue;
    pen.lineWidth = 1.5;
    pen.strokeStyle = found.waits ? colours.text : colours.ground;
    pen.setLineDash(found.waits ? [3, 2.5] : []);
    pen.stroke();
    pen.setLineDash([]);
    pen.fillStyle = '#fff';
    pen.font = `700 ${radius + 2}px sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(walker.person.letter, x, y + 0.5);
  }
  view.stage.dataset.people = shown;
  pen.globalAlpha = 1;
  pen.textAlign = 'center';
  if (!state.seller) for (const [place, times] of dead) {
    const x = place.cx, y = place.cy, size = plan.narrow ? 5 : 7;
    pen.strokeStyle = DEAD;
    pen.lineWidth = 2.2;
    pen.beginPath();
    pen.moveTo(x - size, y - size); pen.lineTo(x + size, y + size); pen.moveTo(x + size, y - size); pen.lineTo(x - size, y + size);
    pen.stroke();
    if (times > 1) { pen.fillStyle = DEAD; pen.font = '700 12px sans-serif'; pen.fillText(`×${times}`, x + size + 8, y); }
  }
  const waited = one && longest ? Math.floor(view.passed(t) - view.passed(longest.stop.start)) : 0;
  if (waited >= 1) {
    pen.fillStyle = DEAD;
    pen.font = '600 12px sans-serif';
    pen.fillText(`waiting, day ${waited}`, longest.at[0], longest.at[1] + (longest.stop.place.up ? 13 : -13));
  }
}
