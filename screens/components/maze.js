// A buying group walking the maze: one or two panels on one clock. All data goes in through attributes and textContent.
const NS = 'http://www.w3.org/2000/svg';
const LINGER = 0.45, GATHER = 0.4, TRAVEL = 0.35;  // working days
const STAGES = ['inquiry', 'lead', 'accepted', 'with sales', 'opportunity', 'end'];
const STAGE_WORDS = { inquiry: 'Inquiry', lead: 'Lead', accepted: 'Accepted', 'with sales': 'With sales', opportunity: 'Met rep', end: 'Outcome' };

function make(parent, tag, attributes = {}, text) {
  const node = tag.startsWith('svg:') ? document.createElementNS(NS, tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  parent.appendChild(node);
  return node;
}

const ease = (u) => (u <= 0 ? 0 : u >= 1 ? 1 : u * u * (3 - 2 * u));

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.maze');
  const state = root.state || (root.state = { seller: false, speed: 4, picked: null });
  if (state.key !== data.key) {
    Object.assign(state, { key: data.key, t: data.first, playing: !matchMedia('(prefers-reduced-motion: reduce)').matches });
  }
  cancelAnimationFrame(state.raf);
  state.resize?.disconnect();
  root.replaceChildren();

  const bar = make(root, 'div', { class: 'bar' });
  const play = make(bar, 'button', { class: 'play', type: 'button' });
  const scrub = make(bar, 'input', {
    type: 'range', min: data.first, max: data.last, step: 0.05, 'aria-label': 'Working day of the journey',
  });
  const date = make(bar, 'span', { class: 'date', 'data-testid': 'maze-date' });
  const speed = make(bar, 'select', { 'aria-label': 'Speed' });
  for (const days of [1, 2, 4, 8, 16]) make(speed, 'option', { value: days }, `${days} ${days === 1 ? 'day' : 'days'} a second`);
  speed.value = state.speed;
  const seg = make(bar, 'div', { class: 'seg', role: 'group', 'aria-label': 'Whose view' });
  const everything = make(seg, 'button', { type: 'button' }, 'What happened');
  const sellers = make(seg, 'button', { type: 'button' }, 'What the seller sees');

  const panels = make(root, 'div', { class: 'panels' });
  const drawn = data.mazes.map((maze, m) => panel(panels, maze, m));
  const legend = make(root, 'div', { class: 'legend', 'aria-label': 'People' });
  for (const [name, colour] of data.legend) {
    const item = make(legend, 'span');
    make(item, 'i', { style: `background:${colour}` });
    item.append(name);
  }
  make(legend, 'span', {}, 'dashed ring: waiting for our rep · bright: busy with the purchase · pale: back at the day job');

  function panel(parent, maze, m) {
    const box = make(parent, 'section', { class: 'panel', style: `--org:${maze.colour}`, 'aria-label': maze.name });
    const head = make(box, 'h4', {}, maze.name);
    make(head, 'span', {}, maze.gate);
    const svg = make(box, 'svg:svg', { role: 'group', 'aria-label': `The maze under ${maze.name}` });
    const now = make(box, 'p', { class: 'now' });
    const sum = make(box, 'p', { class: 'sum' });
    return { box, svg, now, sum, maze, m };
  }

  function layout(view) {
    const { svg, maze } = view;
    svg.replaceChildren();
    const width = Math.max(300, view.box.clientWidth || 480), narrow = width < 430;
    const left = narrow ? 62 : 88, top = 62, high = narrow ? 33 : 36, n = data.jobs.length;
    const wide = (width - left - 2) / (n + 1), rows = data.channels.length;
    svg.setAttribute('viewBox', `0 0 ${width} ${top + rows * high + 4}`);
    svg.setAttribute('height', top + rows * high + 4);
    view.place = (job, channel) => [left + (job + 0.5) * wide, top + (channel + 0.5) * high];
    view.meeting = [left + (n + 0.5) * wide, top + (rows * high) / 2];
    view.slot = (i, people, gathered) => {
      const across = gathered ? 2 : Math.max(2, Math.min(4, Math.floor(wide / 15)));
      const lines = Math.ceil(people / across), step = gathered ? 22 : 14;
      return [((i % across) - (across - 1) / 2) * (gathered ? 22 : 14), (Math.floor(i / across) - (lines - 1) / 2) * step * (gathered ? 1 : 0.8)];
    };
    view.radius = narrow ? 7 : 8;
    view.stages = {};
    const chip = (width - 2) / STAGES.length;
    STAGES.forEach((name, k) => {
      const group = make(svg, 'svg:g', { class: 'stage' });
      make(group, 'svg:rect', { x: 1 + k * chip, y: 2, width: chip - 4, height: 24, rx: 5 });
      const word = make(group, 'svg:text', { x: 1 + k * chip + (chip - 4) / 2, y: 18 }, STAGE_WORDS[name]);
      if (narrow) word.style.fontSize = '9.5px';
      view.stages[name] = { group, word };
    });
    data.jobs.concat([['Meeting', 'Meet']]).forEach(([long, short], j) => {
      make(svg, 'svg:text', { x: left + (j + 0.5) * wide, y: 50, 'text-anchor': 'middle', 'font-size': narrow ? 10.5 : 12 }, wide < 76 ? short : long);
    });
    data.channels.forEach(([name], c) => {
      make(svg, 'svg:text', { x: left - 7, y: top + (c + 0.5) * high + 4, 'text-anchor': 'end', 'font-size': narrow ? 10.5 : 12 }, name);
    });
    view.rooms = [];
    for (let c = 0; c < rows; c++) for (let j = 0; j < n; j++) {
      const rect = make(svg, 'svg:rect', { class: 'room', x: left + j * wide + 1, y: top + c * high + 1, width: wide - 2, height: high - 2, rx: 4 });
      view.rooms.push({ rect, j, c });
    }
    make(svg, 'svg:rect', { class: 'room', x: left + n * wide + 1, y: top + 1, width: wide - 2, height: rows * high - 2, rx: 4, 'fill-opacity': 0.06 });
    for (const line of [5, 8]) {  // ours, independent, rivals'
      make(svg, 'svg:line', { x1: 0, x2: width - wide - 4, y1: top + line * high, y2: top + line * high, stroke: 'var(--st-text-color)', 'stroke-opacity': 0.55, 'stroke-width': 1.2 });
    }
    view.ways = make(svg, 'svg:g');
    view.hits = [];
    for (const { j, c } of view.rooms) {
      const visits = maze.traffic[j][c];
      const hit = make(svg, 'svg:rect', {
        class: 'hit', x: left + j * wide + 1, y: top + c * high + 1, width: wide - 2, height: high - 2, rx: 4, role: 'button',
        tabindex: view.hits.length ? -1 : 0, 'aria-label': `${data.jobs[j][0]} through ${data.channels[c][0]}: ${visits[0]} visits, ${visits[1]} seen`,
      });
      make(hit, 'svg:title', {}, `${data.jobs[j][0]} through ${data.channels[c][0]}: ${visits[0]} visits of all accounts, ${visits[1]} seen by the seller. Click for details.`);
      const pick = () => {
        state.picked = [j, c];
        for (const other of drawn) other.hits.forEach((h, k) => h.classList.toggle('picked', k === c * n + j));
        setTriggerValue('room', { job: j, channel: c, maze: view.m });
      };
      hit.onclick = pick;
      hit.onkeydown = (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: n, ArrowUp: -n }[event.key];
        if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); pick(); }
        if (step === undefined) return;
        event.preventDefault();
        const next = view.hits[view.hits.indexOf(hit) + step];
        if (next) { hit.setAttribute('tabindex', -1); next.setAttribute('tabindex', 0); next.focus(); }
      };
      if (state.picked && state.picked[0] === j && state.picked[1] === c) hit.classList.add('picked');
      view.hits.push(hit);
    }
    view.tokens = maze.people.map((person) => {
      const group = make(svg, 'svg:g', { class: 'token' });
      const ring = make(group, 'svg:circle', { class: 'ring', r: view.radius + 3.5 });
      make(group, 'svg:circle', { r: view.radius, fill: person.colour });
      make(group, 'svg:text', {}, person.letter);
      return { group, ring, stays: maze.stays.filter((stay) => stay[0] === person.seat), person };
    });
    shade(view);
  }

  function shade(view) {
    const { maze } = view, k = state.seller ? 1 : 0;
    const most = Math.max(1, ...maze.traffic.flat().map((cell) => cell[k]));
    for (const { rect, j, c } of view.rooms) {
      const hidden = state.seller && c > 4;
      rect.setAttribute('fill-opacity', hidden ? 0 : 0.03 + 0.5 * Math.sqrt(maze.traffic[j][c][k] / most));
      rect.setAttribute('stroke-dasharray', hidden ? '3 4' : '');
    }
    view.ways.replaceChildren();
    const ways = maze.ways[k], widest = Math.max(1, ...ways.map((way) => way[4]));
    for (const [j0, c0, j1, c1, count] of ways) {
      const [x0, y0] = view.place(j0, c0), [x1, y1] = view.place(j1, c1);
      const bend = 0.22, mx = (x0 + x1) / 2 + (y1 - y0) * bend, my = (y0 + y1) / 2 - (x1 - x0) * bend;
      make(view.ways, 'svg:path', { class: 'way', d: `M${x0} ${y0}Q${mx} ${my} ${x1} ${y1}`, 'stroke-width': 0.8 + (6 * count) / widest, 'stroke-opacity': 0.28 });
    }
  }

  function spot(view, token, i, t) {
    // Where a person is at t: on the way to, in, or lingering near the last room.
    const { maze } = view, n = maze.people.length;
    const here = (stay) => { const [x, y] = view.place(Math.max(0, stay[4]), stay[5]); const [dx, dy] = view.slot(i, n, false); return [x + dx, y + dy]; };
    for (const [day, present] of maze.meetings) {
      if (t >= day - TRAVEL && t <= day + GATHER && present.includes(i)) {
        const [dx, dy] = view.slot(i, n, true);
        const before = last(token, day - TRAVEL), from = before ? here(before) : view.meeting, u = ease((t - day + TRAVEL) / TRAVEL);
        const to = [view.meeting[0] + dx, view.meeting[1] + dy];
        return { at: [from[0] + (to[0] - from[0]) * u, from[1] + (to[1] - from[1]) * u], busy: true };
      }
    }
    const stay = last(token, t + TRAVEL);
    if (!stay) return null;
    const to = here(stay), before = last(token, stay[1] - 1e-6), u = ease((t + TRAVEL - stay[1]) / TRAVEL);
    const from = before ? here(before) : to;
    return {
      at: [from[0] + (to[0] - from[0]) * u, from[1] + (to[1] - from[1]) * u],
      busy: t >= stay[1] - TRAVEL && t <= Math.max(stay[2], stay[1] + LINGER), waits: stay[3] === 1 && t >= stay[1] && t <= stay[2], seen: stay[6] === 1,
    };
  }

  function last(token, t) {
    let found = null;
    for (const stay of token.stays) { if (stay[1] <= t) found = stay; else break; }
    return found;
  }

  function draw() {
    const t = state.t;
    scrub.value = t;
    const day = Math.min(data.dates.length - 1, Math.max(0, Math.floor(t)));
    date.textContent = data.dates[day];
    scrub.setAttribute('aria-valuetext', data.dates[day]);
    for (const view of drawn) {
      const { maze } = view;
      const over = t >= maze.last;
      view.tokens.forEach((token, i) => {
        const found = t >= token.person.joined - 0.01 ? spot(view, token, i, Math.min(t, maze.last)) : null;
        const shown = found && (!state.seller || (found.busy && found.seen && !over));
        token.group.setAttribute('visibility', shown ? 'visible' : 'hidden');
        if (!shown) return;
        token.group.setAttribute('transform', `translate(${found.at[0].toFixed(1)} ${found.at[1].toFixed(1)})`);
        token.group.setAttribute('opacity', found.busy && !over ? 1 : 0.5);
        token.ring.setAttribute('visibility', found.waits && !over ? 'visible' : 'hidden');
      });
      let stage = null, since = 0;
      for (const [when, name] of maze.stages) if (when <= t && STAGES.includes(name)) { stage = name; since = when; }
      if (over) stage = 'end';
      for (const name of STAGES) {
        view.stages[name].group.classList.toggle('on', name === stage);
      }
      view.stages.end.word.textContent = over ? maze.short : 'Outcome';
      let said = '';
      for (const [when, text, seen] of maze.moments) { if (when > t) break; if (!state.seller || seen) said = `${data.dates[Math.floor(when)]}: ${text}`; }
      view.now.textContent = over && !state.seller ? `${data.dates[Math.floor(maze.last)]}: ${maze.outcome}` : said;
      let visits = 0, seen = 0, hours = 0, waiting = 0;
      for (const stay of maze.stays) {
        if (stay[1] > t) break;
        if (stay[3] === 1) { waiting += Math.min(stay[2], t) - stay[1]; continue; }
        visits += 1; seen += stay[6]; hours += stay[7];
      }
      const met = maze.meetings.filter(([when]) => when <= t);
      const members = (when) => maze.people.filter((person) => person.joined < when || person.joined <= data.first).length;
      const lately = met.length ? ` (${met.at(-1)[1].length} of ${members(met.at(-1)[0])} came last time)` : '';
      view.sum.textContent = state.seller
        ? `Seen: ${seen} of ${visits} visits, no meeting of the group, nothing at rivals`
        : `${visits} visits, ${hours.toFixed(0)} hours, ${met.length} ${met.length === 1 ? 'meeting' : 'meetings'}${lately}, ${waiting.toFixed(0)} days of waiting for us`;
    }
  }

  function label() {
    play.textContent = state.playing ? 'Pause' : state.t >= data.last ? 'Replay' : 'Play';
    everything.setAttribute('aria-pressed', String(!state.seller));
    sellers.setAttribute('aria-pressed', String(state.seller));
  }

  let before = null;
  function frame(time) {
    if (before !== null && state.playing) {
      state.t = Math.min(data.last, state.t + ((time - before) / 1000) * state.speed);
      if (state.t >= data.last) { state.playing = false; label(); }
      draw();
    }
    before = time;
    state.raf = requestAnimationFrame(frame);
  }

  play.onclick = () => { if (!state.playing && state.t >= data.last) state.t = data.first; state.playing = !state.playing; label(); draw(); };
  scrub.oninput = () => { state.playing = false; state.t = Number(scrub.value); label(); draw(); };
  speed.onchange = () => { state.speed = Number(speed.value); };
  const view = (seller) => () => { state.seller = seller; drawn.forEach(shade); label(); draw(); };
  everything.onclick = view(false);
  sellers.onclick = view(true);

  let known = 0;
  const fit = () => { const width = root.clientWidth; if (width && width !== known) { known = width; drawn.forEach(layout); draw(); } };
  state.resize = new ResizeObserver(fit);
  state.resize.observe(root);
  drawn.forEach(layout);
  known = root.clientWidth;
  label();
  draw();
  state.raf = requestAnimationFrame(frame);
  return () => { cancelAnimationFrame(state.raf); state.resize.disconnect(); };
}
