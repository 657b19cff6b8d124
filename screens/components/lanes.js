// Dated changes in lanes: each is dragged to another day, or moved with the keys. All data goes in through attributes and textContent.
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY = 86400000, NEAR = 5; // days within which a drag lands on the first of a month
const HOLD = 80; // milliseconds of holding still after which a drag, or a key held down, is answered before it ends

const serial = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const date = (day) => new Date(day * DAY);
const iso = (day) => date(day).toISOString().slice(0, 10);
const words = (day) => `${date(day).getUTCDate()} ${MONTHS[date(day).getUTCMonth()]} ${date(day).getUTCFullYear()}`;
const month = (day, n) => Date.UTC(date(day).getUTCFullYear(), date(day).getUTCMonth() + n, 1) / DAY; // first of the n-th month on
const ended = (day) => month(day + 1, 0) - 1; // last day of the month before, or the day itself where it is one

function make(parent, tag, attributes = {}, text = '') {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return parent.appendChild(node);
}

// What a drag lands on: the end of a month for a target; else the first of a month where it is near, else a Monday.
function landed(day, aim) {
  if (aim) return Math.abs(month(day, 1) - 1 - day) <= day - ended(day) ? month(day, 1) - 1 : ended(day);
  const firsts = [month(day, 0), month(day, 1)].sort((a, b) => Math.abs(a - day) - Math.abs(b - day));
  return Math.abs(firsts[0] - day) <= NEAR ? firsts[0] : day - ((date(day).getUTCDay() + 6) % 7);
}

function stepped(day, key, shift, aim, first, last) {
  const n = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -3, PageUp: 3 }[key];
  if (key === 'Home') return first;
  if (key === 'End') return last;
  if (n === undefined) return null;
  if (aim) return month(day + 1, n) - 1;
  if (Math.abs(n) > 1) return month(day, n) + Math.min(date(day).getUTCDate(), 28) - 1;
  return day + n * (shift ? 1 : 7);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.lanes');
  const state = root.state || (root.state = { dragged: null });
  if (state.dragged) return; // what comes while a mark is held is drawn when it is let go
  const focused = root.getRootNode().activeElement?.dataset?.key;
  root.replaceChildren();
  root.classList.toggle('locked', data.locked);
  const first = serial(data.first), last = serial(data.last);
  const at = (day) => `${(100 * (Math.min(last, Math.max(first, day)) - first)) / (last - first)}%`;

  const years = make(root, 'div', { class: 'lane years', 'aria-hidden': 'true' });
  make(years, 'span', { class: 'what' });
  const scale = make(years, 'div', { class: 'road' });
  make(years, 'i');
  const wide = root.clientWidth > 620;
  for (let day = month(first, 1), k = 0; day < last - 70; day = month(day, 1), k += 1) {
    const m = date(day).getUTCMonth();
    if (m % (wide ? 3 : 6) === 0) make(scale, 'span', { class: 'year', style: `left:${at(day)}` }, `${MONTHS[m].slice(0, 3)} ${date(day).getUTCFullYear()}`);
  }

  for (const lane of data.lanes) {
    const box = make(root, 'div', { class: lane.aim ? 'lane aim' : 'lane' });
    const what = make(box, 'div', { class: 'what' });
    make(what, 'b', {}, lane.words);
    const said = make(what, 'span');
    const road = make(box, 'div', { class: 'road' });
    for (let day = month(first, 1); day < last; day = month(day, 1)) make(road, 'i', { class: 'tick', style: `left:${at(day)}` });
    const done = make(road, 'i', { class: 'done' });
    const mark = make(road, 'div', { class: 'mark', 'data-key': lane.key, 'aria-label': lane.words, role: 'slider', tabindex: data.locked ? -1 : 0,
      'aria-valuemin': first, 'aria-valuemax': last, 'aria-disabled': String(data.locked) });
    const held = { day: serial(lane.day), sent: serial(lane.day), timer: null };
    const show = () => {
      said.textContent = `${lane.aim ? 'by' : 'from'} ${words(held.day)}`;
      mark.style.left = done.style.left = at(held.day);
      mark.setAttribute('aria-valuenow', held.day);
      mark.setAttribute('aria-valuetext', words(held.day));
    };
    const send = () => {
      clearTimeout(held.timer);
      if (held.day === held.sent) return;
      held.sent = held.day;
      setTriggerValue('moved', { key: lane.key, day: iso(held.day) });
    };
    const put = (day, wait) => {
      const found = Math.min(last, Math.max(first, day));
      if (found === held.day) return;
      held.day = lane.aim ? landed(found, true) : found;
      show();
      clearTimeout(held.timer);
      held.timer = setTimeout(send, wait);
    };
    show();
    if (focused === lane.key) mark.focus();
    if (!data.locked) {
      const along = (event) => {
        const { left, width } = road.getBoundingClientRect();
        put(landed(Math.round(first + ((event.clientX - left) / width) * (last - first)), lane.aim), HOLD);
      };
      road.onpointerdown = (event) => {
        if (event.button !== 0) return;
        road.setPointerCapture(event.pointerId);
        state.dragged = lane.key;
        mark.focus();
        event.preventDefault();
        if (event.target !== mark) along(event);
      };
      road.onpointermove = (event) => { if (state.dragged === lane.key) along(event); };
      road.onpointerup = road.onpointercancel = () => { state.dragged = null; send(); };
      mark.onkeydown = (event) => {
        if (lane.removable && (event.key === 'Delete' || event.key === 'Backspace')) setTriggerValue('moved', { key: lane.key, day: '' });
        const day = stepped(held.day, event.key, event.shiftKey, lane.aim, first, last);
        if (day === null) return;
        event.preventDefault();
        put(day, event.repeat ? HOLD : 0);
      };
    }
    if (lane.removable && !data.locked) {
      const gone = make(box, 'button', { type: 'button', 'aria-label': `Take away: ${lane.words}`, title: 'Take away' }, '×');
      gone.onclick = () => setTriggerValue('moved', { key: lane.key, day: '' });
    } else make(box, 'i');
  }
  if (!data.locked) make(root, 'p', { class: 'hint' }, 'Drag a mark to another day. Keys: arrows by a week, with Shift by a day, Page Up and Page Down by a quarter, Delete takes away.');
}
