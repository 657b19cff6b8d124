// A slider of the app hands its value over when the hand lets go of it. While this is on the page, a slider that is being
// dragged lets go for an instant whenever the answer to its last value is there, and takes hold again under the hand.
// Keys, labels, links and the sliders themselves are untouched; without this they only answer later.
const PAUSE = 80; // milliseconds between two values at least
const GIVE_UP = 2000; // an answer that takes longer is not waited for
const N_STEPS = 10; // fewer are a choice, not a scale
const drag = { slider: null, said: null, at: 0, answered: true };

function speak(type, target, event, x, y) {
  const { pointerId, pointerType } = event;
  const buttons = type === "pointerdown" ? 1 : 0;
  const init = { pointerId, pointerType, clientX: x, clientY: y, buttons, button: 0, isPrimary: true };
  target.dispatchEvent(new PointerEvent(type, { ...init, bubbles: true, cancelable: true, composed: true }));
}

function begin(event) {
  if (!event.isTrusted || event.button !== 0) return;
  const inputs = event.target.closest?.("[data-testid=stSlider]")?.querySelectorAll("input[type=range]") ?? [];
  const [input] = inputs;
  const scale = inputs.length === 1 && !input.disabled && (input.max - input.min) / input.step >= N_STEPS;
  Object.assign(drag, { slider: scale ? input : null, said: input?.value, at: performance.now(), answered: true });
}

function move(event) {
  const input = drag.slider;
  if (!input || !event.isTrusted || !input.isConnected || input.value === drag.said) return;
  const since = performance.now() - drag.at;
  if (since < PAUSE || !(drag.answered || since > GIVE_UP)) return;
  Object.assign(drag, { said: input.value, at: performance.now(), answered: false });
  const thumb = input.parentElement.parentElement;
  const { left, top, width, height } = thumb.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  speak("pointerup", thumb, event, x, y);
  speak("pointerdown", thumb, event, x, y); // at its middle, so that it does not drift away from the hand
}

function end(event) {
  if (event.isTrusted) drag.slider = null;
}

const HEARD = { pointerdown: begin, pointermove: move, pointerup: end, pointercancel: end };
const pages = new Set();

export default function ({ data, parentElement }) {
  if (parentElement.answer !== data.answer) drag.answered = true;
  parentElement.answer = data.answer;
  pages.add(parentElement);
  for (const type in HEARD) document.addEventListener(type, HEARD[type], true);
  return () => {
    pages.delete(parentElement);
    if (!pages.size) for (const type in HEARD) document.removeEventListener(type, HEARD[type], true);
  };
}
