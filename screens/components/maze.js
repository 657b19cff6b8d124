// Buying groups walking the maze: one or two mazes on one clock. All data goes in through attributes and textContent.
const WHOLE = { 15: 'whole in 15 s', 30: 'whole in 30 s', 60: 'whole in a minute', 120: 'whole in 2 minutes' };
const WEEK = 5;  // days worked of a week: what an arrow key with Shift steps
const AFTER = 0.12;  // of the journey's length: how long life after the end is told

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.maze');
  const state = root.state || (root.state = { seller: false, seconds: 30, picked: null, numbers: false, share: 1, only: null });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (state.key !== data.key) Object.assign(state, { key: data.key, t: data.standing ? data.last : data.first, playing: !still && !data.standing, only: null });
  cancelAnimationFrame(state.raf);
  state.resize?.disconnect();
  root.replaceChildren();
  const one = data.mazes[0].groups.length === 1, span = data.last - data.first, end = data.last + (one ? span * AFTER : 0);

  const bar = make(root, 'div', { class: 'bar' });
  const play = make(bar, 'button', { class: 'play', type: 'button' });
  const track = make(bar, 'div', { class: 'track' });
  const scrub = make(track, 'input', { type: 'range', min: data.first, max: end, step: 'any', 'aria-label': 'Day of the journey' });
  const date = make(bar, 'span', { class: 'date', 'data-testid': 'maze-date' });
  const chapters = make(root, 'div', { class: 'chapters', role: 'group', 'aria-label': 'Chapters' });
  for (const [day, name] of data.chapters) {
    const tick = make(track, 'i', { class: 'tick' });
    tick.style.left = `${(100 * (day - data.first)) / (end - data.first)}%`;
    const chip = make(chapters, 'button', { type: 'button', 'data-day': day }, name);
    chip.onclick = () => { state.playing = false; state.t = Math.min(end, day + 0.01); label(); draw(); };
  }
  const panels = make(root, 'div', { class: 'panels' });
  const tools = make(root, 'div', { class: 'bar tools' });
  const choice = (name, options, current, set) => {
    const group = make(tools, 'div', { class: 'seg', role: 'group', 'aria-label': name });
    const buttons = options.map(([value, words]) => [value, make(group, 'button', { type: 'button' }, words)]);
    const mark = () => buttons.forEach(([value, button]) => button.setAttribute('aria-pressed', String(value === current())));
    buttons.forEach(([value, button]) => { button.onclick = () => { set(value); mark(); }; });
    mark();
  };
  choice('Whose view', [[false, 'What happened'], [true, 'Lights out: what the seller sees']], () => state.seller, (value) => {
    state.seller = value;
    for (const view of drawn) { shadeTraffic(view, data); view.inked = null; }
    draw();
  });
  if (data.mazes.length > 1) choice('Which maze', [[null, 'Side by side'], ...data.mazes.map((maze, m) => [m, maze.name])], () => state.only, (value) => { state.only = value; arrange(); });
  const speed = make(tools, 'select', { 'aria-label': 'Speed' });
  for (const [seconds, words] of Object.entries(WHOLE)) make(speed, 'option', { value: seconds }, words);
  speed.value = state.seconds;
  speed.onchange = () => { state.seconds = Number(speed.value); };
  const numbers = make(tools, 'button', { type: 'button', 'aria-pressed': String(state.numbers) }, 'Numbers');
  numbers.onclick = () => { state.numbers = !state.numbers; numbers.setAttribute('aria-pressed', String(state.numbers)); drawn.forEach((view) => shadeTraffic(view, data)); };
  const common = make(chapters, 'label', { class: 'common' }, 'Ways: commonest');
  const share = make(common, 'input', { type: 'range', min: 0.05, max: 1, step: 0.05, value: state.share, 'aria-label': 'Share of all traffic shown, the commonest ways first' });
  common.append('all');
  share.oninput = () => { state.share = Number(share.value); drawn.forEach((view) => shadeTraffic(view, data)); };

  const drawn = data.mazes.map((maze, m) => panel(maze, m));
  const legend = make(root, 'div', { class: 'legend', 'aria-label': 'Legend' });
  for (const [name, colour] of data.legend) {
    const item = make(legend, 'span');
    make(item, 'i', { style: `background:${colour}` });
    item.append(name);
  }
  for (const [owner, words] of [['ours', 'our channels'], ['independent', 'independent'], ['rival', "rivals' channels"]]) {
    const item = make(legend, 'span');
    make(item, 'i', { class: `key ${owner}` });
    item.append(words);
  }
  make(legend, 'span', {}, one ? 'dashed ring: waiting for our rep · red cross: found nothing there' : 'corridors: traffic of all groups');
  make(legend, 'span', {}, 'keys on the slider: an arrow steps one working day, with Shift a week');
  if (one) {
    const words = make(root, 'details', { class: 'words' });
    make(words, 'summary', {}, 'The journey in words');
    const columns = make(words, 'div', { class: 'panels' });
    for (const maze of data.mazes) {
      const column = make(columns, 'div');
      make(column, 'strong', {}, maze.name);
      const list = make(column, 'ol');
      for (const [day, text] of maze.moments) make(list, 'li', {}, `${when(day)}: ${text}`);
    }
  }

  function when(t) {
    const n = Math.min(data.dates.length - 1, Math.max(0, Math.floor(t)));
    return data.dates.length ? `${data.dates[n]}, day ${data.days[n]}` : `day ${Math.round((t - data.first) * 1.4)}`;
  }

  function passed(t) {  // days of the calendar up to a working day of the run, as dates count them
    const n = Math.min(data.days.length - 1, Math.max(0, Math.floor(t)));
    return data.days[n] + (t - n) * data.worked;
  }

  function panel(maze, m) {
    const box = make(panels, 'section', { class: 'panel', style: `--org:${maze.colour}`, 'aria-label': maze.name });
    const head = make(box, 'div', { class: 'head' }, maze.name);
    make(head, 'span', {}, maze.gate_words);
    const strip = make(box, 'div', { class: 'strip', 'aria-label': 'How far the account has come with the seller' });
    const stages = one ? STAGES.filter((name) => maze.gate || !BEHIND_GATE.includes(name)).map((name) => [name, make(strip, 'span', {}, STAGE_WORDS[name])]) : [];
    const stage = make(box, 'div', { class: 'stage' });
    const svg = make(stage, 'svg:svg', { role: 'group', 'aria-label': `The maze under ${maze.name}` });
    const canvas = make(stage, 'canvas', { 'aria-hidden': 'true' });
    const now = make(box, 'p', { class: 'now' });
    const sum = make(box, 'p', { class: 'sum' });
    return { box, stage, svg, canvas, trails: document.createElement('canvas'), now, sum, maze, m, state, stages, passed };
  }

  function pick(view) {
    return (job, channel) => {
      state.picked = [job, channel];
      for (const other of drawn) other.hits?.forEach((hit, k) => hit.classList.toggle('picked', k === job * data.channels.length + channel));
      setTriggerValue('room', { job, channel, maze: view.m });
    };
  }

  function tell(view, t) {
    const { maze } = view, group = maze.groups[0], over = t >= group.last;
    const best = over ? STAGES.indexOf('end') : furthest(maze.stages, t);
    for (const [name, chip] of view.stages) {
      chip.classList.toggle('on', STAGES.indexOf(name) === best);
      chip.classList.toggle('passed', STAGES.indexOf(name) < best && (name !== 'end') && maze.stages.some(([day, found]) => found === name && day <= t));
      if (name === 'end') chip.textContent = over ? maze.short : STAGE_WORDS.end;
    }
    const open = maze.stages.some(([day, name]) => day <= t && (name === 'with sales' || name === 'opportunity'));
    view.plan.rooms.forEach((row) => row[0].gate?.classList.toggle('open', open));
    let said = '', day = data.first;
    for (const [at, text, seen] of maze.moments) { if (at > t && !(over && at > group.last)) break; if (at > group.last) break; if (!state.seller || seen) { said = text; day = at; } }
    if (over && !state.seller) {
      const later = maze.moments.filter(([at]) => at > group.last), part = (t - group.last) / Math.max(1e-6, end - group.last);
      const chosen = later.length && part > 0.15 ? later[Math.min(later.length - 1, Math.floor(((part - 0.15) / 0.85) * later.length))] : null;
      said = chosen ? `Life after: ${chosen[1]}` : maze.outcome;
      day = chosen ? chosen[0] : group.last;
    }
    view.now.textContent = said ? `${when(day)}: ${said}` : '';
    let visits = 0, seen = 0, hours = 0, waiting = 0;
    for (const [, start, stop, wait, , , wasSeen, spent] of group.stays) {
      if (start > t) break;
      if (wait) { waiting += passed(Math.min(stop, t)) - passed(start); continue; }
      visits += 1; seen += wasSeen; hours += spent;
    }
    const met = group.meetings.filter(([at]) => at <= t);
    for (const [, , spent] of met) hours += spent;
    view.sum.textContent = state.seller
      ? `Seen: ${seen} of ${visits} visits, no meeting of the group, nothing at rivals`
      : `${visits} visits, ${hours.toFixed(0)} hours of everybody, ${met.length} ${met.length === 1 ? 'meeting' : 'meetings'}, ${waiting.toFixed(0)} days of waiting for us`;
  }

  function count(view, t) {
    const ends = { us: 0, rival: 0, nobody: 0 }, groups = view.maze.groups;
    for (const group of groups) if (group.exit && group.last <= t) ends[group.exit] += 1;
    const inside = groups.filter((group) => group.people.some((person) => person.joined <= t)).length - ends.us - ends.rival - ends.nobody;
    view.now.textContent = `${inside} of ${groups.length} buying groups are in the maze; ${ends.us} bought from us, ${ends.rival} from a rival, ${ends.nobody} decided nothing.`;
    view.sum.textContent = state.seller ? 'Only what the seller’s systems saw is lit.' : '';
  }

  function draw() {
    const t = state.t;
    scrub.value = t;
    date.textContent = when(Math.min(t, data.last));
    scrub.setAttribute('aria-valuetext', date.textContent);
    for (const chip of chapters.querySelectorAll('button')) chip.classList.toggle('past', Number(chip.dataset.day) <= t);
    const travel = Math.max(0.05, (0.45 * span) / state.seconds);  // just under half a second on the screen
    for (const view of drawn) {
      if (view.box.hidden || !view.pen) continue;
      drawPeople(view, Math.min(t, end), travel);
      if (one) tell(view, t); else count(view, t);
    }
  }

  function label() {
    play.textContent = state.playing ? 'Pause' : state.t >= end ? 'Replay' : 'Play';
  }

  function arrange() {
    drawn.forEach((view, m) => { view.box.hidden = state.only !== null && state.only !== m; });
    panels.classList.toggle('alone', state.only !== null || drawn.length === 1);
    drawn.forEach((view) => { if (!view.box.hidden) drawPlan(view, data, pick(view)); });
    known = root.clientWidth;
    draw();
  }

  let before = null;
  function frame(time) {
    if (before !== null && state.playing) {
      state.t = Math.min(end, state.t + ((time - before) / 1000) * (span / state.seconds));
      if (state.t >= end) { state.playing = false; label(); }
      draw();
    }
    before = time;
    state.raf = requestAnimationFrame(frame);
  }

  play.onclick = () => { if (!state.playing && state.t >= end) state.t = data.first; state.playing = !state.playing; label(); draw(); };
  scrub.onkeydown = (event) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    scrub.value = Math.min(end, Math.max(data.first, state.t + way * (event.shiftKey ? WEEK : 1)));
    scrub.oninput();
  };
  scrub.oninput = () => { state.playing = false; state.t = Number(scrub.value); label(); draw(); };

  let known = 0;
  state.resize = new ResizeObserver(() => { if (root.clientWidth && root.clientWidth !== known) arrange(); });
  state.resize.observe(root);
  label();
  arrange();
  state.raf = requestAnimationFrame(frame);
  return () => { cancelAnimationFrame(state.raf); state.resize.disconnect(); };
}
