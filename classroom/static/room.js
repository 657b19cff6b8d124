// One small script for every page of a class: it asks for the present screen, keeps what is typed, and sends what is locked
// until the server has said that it is kept. Nothing is asked of anybody but the server the page came from.
"use strict";
const live = document.getElementById("live");
const net = document.getElementById("net");
const EVERY = 1000, QUEUE = "unsent", DRAFT = "draft ";
let version = live ? live.dataset.version : "", apart = 0, busy = false;

let fades = 0;
const say = words => { // what was done is said for a while, what is wrong until it is mended
  if (net && net.textContent !== words) net.textContent = words;
  clearTimeout(fades);
  if (/^(Locked|Done|Connected)/.test(words)) fades = setTimeout(() => say(""), 8000);
};
const read = (key, instead) => { try { return JSON.parse(localStorage.getItem(key)) ?? instead; } catch { return instead; } };
const write = (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } };
const fields = form => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

function show(html) {
  const open = [...live.querySelectorAll("details[open] > summary")].map(s => s.textContent);
  const had = document.activeElement, mark = had && live.contains(had) ? had.id : "";
  live.innerHTML = html;
  for (const s of live.querySelectorAll("details > summary")) if (open.includes(s.textContent) && document.body.className !== "phone") s.parentElement.open = true;
  for (const form of live.querySelectorAll("form[data-key]:not([data-at-once])")) fill(form);
  if (mark) document.getElementById(mark)?.focus();
  budgets(); tick();
}
function fill(form) {
  const draft = read(DRAFT + form.dataset.key, {});
  for (const [name, value] of Object.entries(draft)) {
    for (const box of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)) {
      if (box.type === "radio") box.checked = box.value === value; else box.value = value;
    }
  }
}
function budgets() {
  for (const form of document.querySelectorAll("form[data-budget]")) {
    let cost = Number(form.dataset.base);
    for (const pick of form.querySelectorAll("select")) cost += Number(pick.selectedOptions[0]?.dataset.cost || 0);
    const left = Number(form.dataset.budget) - cost, out = form.querySelector("output");
    out.textContent = `This plan costs ${(cost / 1e6).toFixed(2)} million; ${Math.abs(left / 1e6).toFixed(2)} ${left < 0 ? "too much" : "left"}.`;
    out.className = left < -0.5 ? "over" : "";
  }
}
function tick() {
  for (const clock of document.querySelectorAll(".clock")) {
    const until = Number(clock.dataset.deadline);
    if (!until) { clock.textContent = ""; continue; }
    const left = Math.round((until - Date.now() - apart) / 1000), over = Math.abs(left);
    clock.textContent = `${left < 0 ? "over by " : ""}${Math.floor(over / 60)}:${String(over % 60).padStart(2, "0")}`;
    if (left <= 0 && left > -5) timeUp(until);
  }
}
let submitted = 0;
function timeUp(until) { // what is filled in goes in by itself when the time is over
  if (submitted === until || document.body.className !== "phone") return;
  submitted = until;
  for (const form of live?.querySelectorAll("form[data-key]:not([data-at-once])") ?? []) if (form.checkValidity()) form.requestSubmit();
}
const pending = () => read(QUEUE, []).filter(item => item.seat === live?.dataset.seat);

async function flush() {
  for (const item of pending()) {
    say("Sending …");
    const answer = await fetch("/answer", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(item.fields), signal: AbortSignal.timeout(8000) });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    const told = await answer.json().catch(() => ({}));
    write(QUEUE, read(QUEUE, []).filter(other => other.key !== item.key));
    write(DRAFT + item.key, null);
    say(answer.ok ? `Locked at ${told.at}.` : told.problem || "That did not count.");
    version = "";
  }
}
async function now() {
  if (busy) return;
  busy = true;
  try {
    if (live.dataset.seat) await flush();
    const answer = await fetch(`${live.dataset.now}?v=${version}`, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    apart = Number(answer.headers.get("x-now") || Date.now()) - Date.now();
    if (answer.status === 401) { location.assign(live.dataset.seat ? "/" : "/trainer"); return; }
    if (!answer.ok && answer.status !== 204) throw new Error("later");
    if (answer.status === 200) {
      version = answer.headers.get("x-version");
      const deadline = answer.headers.get("x-deadline");
      for (const clock of document.querySelectorAll("body > header .clock")) clock.dataset.deadline = deadline;
      show(await answer.text());
    }
    if (net?.textContent.startsWith("No connection")) say("Connected again.");
  } catch {
    say(pending().length ? "No connection. Your answer is safe on this phone and goes out by itself." : "No connection; trying again by itself.");
  } finally { busy = false; }
}
document.addEventListener("input", event => {
  const form = event.target.closest("form[data-key]");
  if (form) write(DRAFT + form.dataset.key, fields(form));
  budgets();
});
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.dataset.key) {
    event.preventDefault();
    const rest = read(QUEUE, []).filter(item => item.key !== form.dataset.key);
    write(QUEUE, [...rest, { key: form.dataset.key, seat: live.dataset.seat, fields: { ...fields(form), seat: live.dataset.seat } }]);
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    now();
  } else if ("trainer" in form.dataset) {
    event.preventDefault();
    fetch("/trainer/do", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fields(form)) })
      .then(async answer => { say(answer.ok ? "Done." : (await answer.json()).problem); form.reset(); version = ""; now(); })
      .catch(() => say("No connection; do it again in a moment."));
  }
});
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
  const button = document.querySelector(`[data-hotkey="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !button.disabled) { event.preventDefault(); button.form.requestSubmit(); }
  if (event.key.toLowerCase() === "m" && document.body.className === "console") { event.preventDefault(); document.getElementById("words").focus(); }
});
if (live) {
  for (const form of live.querySelectorAll("form[data-key]:not([data-at-once])")) fill(form);
  budgets(); tick();
  setInterval(tick, 500);
  setInterval(now, EVERY);
  window.addEventListener("online", now);
  document.addEventListener("visibilitychange", () => document.hidden || now());
  now();
}
