// One small script for every page of a class: it asks for the present screen, keeps what is typed, and sends what is locked
// until the server has said that it is kept. Nothing is asked of anybody but the server the page came from.
"use strict";
let live = document.getElementById("live"), net = document.getElementById("net");
const KEPT = "form[data-key]:not([data-at-once])"; // what is typed in these is kept until it is locked
const QUEUE = "unsent", DRAFT = "draft ", HELD = 15000, AGAIN = 1000, SLOW = 400; // milliseconds
let chosen = false; // something that is over with the tap, so that the next screen begins afresh
let version = "", apart = 0, sending = false, asking = null;

let fades = 0;
const say = words => { // what was done is said for a while, what is wrong until it is mended
  if (net && net.textContent !== words) net.textContent = words;
  clearTimeout(fades);
  if (/^(Locked|Done|Connected)/.test(words)) fades = setTimeout(() => say(""), 8000);
};
const read = (key, instead) => { try { return JSON.parse(localStorage.getItem(key)) ?? instead; } catch { return instead; } };
const write = (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } };
const fields = form => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

const served = new WeakMap(); // by part of the screen: how the server sent it

const called = part => part.ariaLabel || (part.firstElementChild ?? part).textContent; // whatever it is set to
const mark = part => part.id || [part.name, part.type === "radio" && part.value, part.matches("button") && JSON.stringify(fields(part.form)), called(part)].join();

function show(html) { // a part that is sent as it was before stays: nobody loses the place at which they are typing
  const open = [...live.querySelectorAll("details[open] > summary")].map(called);
  const had = live.contains(document.activeElement) ? document.activeElement : null, like = had && mark(had);
  const [from, to] = [had?.selectionStart ?? null, had?.selectionEnd ?? null];
  const sent = document.createElement("template"), fresh = [];
  sent.innerHTML = html;
  if (chosen) live.replaceChildren();
  let next = live.firstElementChild;
  const until = stop => { while (next !== stop) { const gone = next; next = next.nextElementSibling; gone.remove(); } };
  for (const part of [...sent.content.children]) {
    const text = part.outerHTML;
    let same = next;
    while (same && served.get(same) !== text) same = same.nextElementSibling;
    if (same) { until(same); next = same.nextElementSibling; continue; }
    served.set(part, text);
    live.insertBefore(part, next);
    fresh.push(part);
  }
  until(null);
  const found = what => fresh.flatMap(part => [...(part.matches(what) ? [part] : []), ...part.querySelectorAll(what)]);
  if (!chosen) for (const s of found("details > summary")) if (open.includes(called(s))) s.parentElement.open = true;
  chosen = false;
  found(KEPT).forEach(fill);
  free();
  if (had && !live.contains(had)) {
    const there = [...live.querySelectorAll("input, textarea, button, summary")].find(part => mark(part) === like);
    there?.focus({ preventScroll: true });
    if (from !== null) there?.setSelectionRange(from, to);
  }
  const team = live.querySelector("[data-team]"), told = document.getElementById("team"); // the trainer may move somebody
  if (team && told) told.textContent = team.dataset.team;
  budgets(); tick();
}
function free() { // what is sent and not waiting any more may be tapped again
  for (const form of live.querySelectorAll("form[data-sent]")) {
    if (pending().some(item => item.key === form.dataset.key)) continue;
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
}
function fill(form) {
  const draft = read(DRAFT + form.dataset.key, {});
  for (const [name, value] of Object.entries(draft)) {
    for (const box of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)) {
      if (box.type === "radio") box.checked = box.value === value; else box.value = value;
    }
  }
}
let screens = {}; // by form: which of its parts is shown
function turn(form, to) {
  screens[form.dataset.key] = to;
  for (const part of form.querySelectorAll("[data-screen]")) part.hidden = part.dataset.screen !== to;
}
function budgets() { // of a plan: what every lever is at, and what is left of the budget
  for (const form of document.querySelectorAll("form[data-budget]")) {
    turn(form, screens[form.dataset.key] || "levers");
    let cost = Number(form.dataset.base);
    for (const pick of form.querySelectorAll("input[data-cost]:checked")) {
      const at = pick.closest("details").querySelector(".at");
      cost += Number(pick.dataset.cost);
      at.textContent = pick.dataset.label;
      at.classList.toggle("moved", at.dataset.at !== pick.dataset.label);
    }
    const most = Number(form.dataset.budget), left = most - cost, over = left < -0.5, out = form.querySelector(".budget output");
    out.textContent = `USD ${(cost / 1e6).toFixed(2)} of ${(most / 1e6).toFixed(2)} million, ${Math.abs(left / 1e6).toFixed(2)} ${over ? "over: take something back before you go on" : "left"}`;
    out.className = over ? "over" : "";
    form.querySelector(".budget progress").value = cost;
    for (const button of form.querySelectorAll("[data-go=forecast], button:not([type])")) button.disabled = over;
  }
}
function tick() {
  for (const clock of document.querySelectorAll(".clock")) {
    const until = Number(clock.dataset.deadline), put = words => { if (clock.textContent !== words) clock.textContent = words; };
    if (!until) { put(""); continue; }
    const left = Math.round((until - Date.now() - apart) / 1000), over = Math.abs(left);
    put(`${left < 0 ? "over by " : ""}${Math.floor(over / 60)}:${String(over % 60).padStart(2, "0")}`); // what is the same is not drawn again
    if (left <= 0 && left > -5) timeUp(until);
  }
}
let submitted = 0;
function timeUp(until) { // what is filled in goes in by itself when the time is over
  if (submitted === until || document.body.className !== "phone") return;
  submitted = until;
  for (const form of live?.querySelectorAll(KEPT) ?? []) if (form.checkValidity()) form.requestSubmit();
}
const pending = () => read(QUEUE, []).filter(item => item.seat === live?.dataset.seat);

const pause = time => new Promise(done => setTimeout(done, time));
function again() { version = ""; asking?.abort("again"); } // show what there is, whatever is shown now

async function flush() {
  if (sending || !pending().length) return;
  sending = true;
  const slow = setTimeout(() => { // an answer that is kept at once needs no word before, and nothing drawn
    say("Sending …");
    for (const button of live.querySelectorAll("form[data-sent] button")) button.disabled = true;
  }, SLOW);
  try {
    for (const item of pending()) {
      const answer = await fetch("/answer", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(item.fields), signal: AbortSignal.timeout(8000) });
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      const told = await answer.json().catch(() => ({}));
      write(QUEUE, read(QUEUE, []).filter(other => JSON.stringify(other) !== JSON.stringify(item))); // another tap's stays
      if (answer.ok) write(DRAFT + item.key, null); // what was refused stays typed, to be mended
      say(answer.ok ? `Locked at ${told.at}.` : told.problem || "That did not count.");
      if (!answer.ok) { free(); budgets(); again(); }
    }
  } catch { lost(); } finally { sending = false; clearTimeout(slow); }
}
const lost = () => say(pending().length ? "No connection. Your answer is safe on this phone and goes out by itself." : "No connection; trying again by itself.");

async function now() { // the server answers as soon as something else is to be shown
  asking = new AbortController();
  const mine = asking, patience = setTimeout(() => mine.abort("late"), HELD);
  try {
    const answer = await fetch(`${live.dataset.now}?v=${version}`, { cache: "no-store", signal: mine.signal });
    apart = Number(answer.headers.get("x-now") || Date.now()) - Date.now();
    if (answer.status === 401) { location.assign(live.dataset.seat ? "/" : "/trainer"); return AGAIN; }
    if (!answer.ok && answer.status !== 204) throw new Error("later");
    if (answer.status === 200) {
      version = answer.headers.get("x-version");
      const deadline = answer.headers.get("x-deadline");
      for (const clock of document.querySelectorAll("body > header .clock")) clock.dataset.deadline = deadline;
      show(await answer.text());
    }
    if (net?.textContent.startsWith("No connection")) say("Connected again.");
    return 0;
  } catch {
    if (mine.signal.reason === "again") return 0;
    lost();
    return AGAIN;
  } finally { clearTimeout(patience); }
}
async function follow() { for (;;) await pause(await now()); }

document.addEventListener("input", event => {
  const form = event.target.closest("form[data-key]");
  if (form) write(DRAFT + form.dataset.key, fields(form));
  budgets();
});
document.addEventListener("click", event => {
  const to = event.target.dataset?.go, lever = event.detail && event.target.closest(".lever .pick"); // a tap, not a key
  if (to) { turn(event.target.form, to); scrollTo(0, 0); }
  if (to === "forecast") { // the computer begins while the forecast is written; nothing is locked by this
    fetch("/draft", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fields(event.target.form)) }).catch(() => {});
  }
  if (lever) setTimeout(() => { const all = lever.closest("details"); all.open = false; all.querySelector("summary").focus(); }, 200);
});
document.addEventListener("invalid", event => { // what is missing is on the part that is not shown
  const part = event.target.closest("[data-screen]");
  if (part?.hidden) turn(event.target.form, part.dataset.screen);
}, true);
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.dataset.key) {
    event.preventDefault();
    if ("sent" in form.dataset) return; // a second tap is the first one's
    form.dataset.sent = "";
    const rest = read(QUEUE, []).filter(item => item.key !== form.dataset.key);
    write(QUEUE, [...rest, { key: form.dataset.key, seat: live.dataset.seat, fields: { ...fields(form), seat: live.dataset.seat } }]);
    chosen = "atOnce" in form.dataset;
    flush();
  } else if (form.action.endsWith("/join")) { // the seat takes the place of this page, without another one being opened
    event.preventDefault();
    fetch("/join", { method: "POST", body: new URLSearchParams(fields(form)) })
      .then(async answer => {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        document.title = page.title;
        document.body.replaceWith(page.body);
        history.replaceState(null, "", new URL(answer.url).pathname === "/seat" ? "/seat" : "/");
        begin();
      })
      .catch(() => document.querySelector("h1").insertAdjacentHTML("afterend", '<p class="problem" role="alert">No connection; try again in a moment.</p>'));
  } else if ("trainer" in form.dataset) {
    event.preventDefault();
    fetch("/trainer/do", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fields(form)) })
      .then(async answer => { say(answer.ok ? "Done." : (await answer.json()).problem); form.reset(); })
      .catch(() => say("No connection; do it again in a moment."));
  }
});
document.addEventListener("keydown", event => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
  const button = document.querySelector(`[data-hotkey="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !button.disabled) { event.preventDefault(); button.form.requestSubmit(); }
  if (event.key.toLowerCase() === "m" && document.body.className === "console") { event.preventDefault(); document.getElementById("words").focus(); }
});
function begin() {
  [live, net] = ["live", "net"].map(id => document.getElementById(id));
  if (!live) return;
  version = live.dataset.version;
  apart = Number(live.dataset.at || Date.now()) - Date.now(); // a phone's own clock may be hours off
  for (const part of live.children) served.set(part, part.outerHTML);
  live.querySelectorAll(KEPT).forEach(fill);
  budgets(); tick();
  setInterval(tick, 500);
  setInterval(flush, AGAIN);
  window.addEventListener("online", again);
  window.addEventListener("offline", lost);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  flush();
  follow();
}
begin();
