// Streamlit writes what was moved into the address in place. This makes every settled move a step of the browser's history,
// so that Back and Forward take levers back and forth.
const SETTLED = 600; // milliseconds without another move; a lever being dragged is one step
const steps = { known: null, timer: 0, pages: new Set() };

function settle() {
  const now = location.href;
  if (steps.known !== now && new URL(steps.known).pathname === location.pathname) {
    history.replaceState({}, "", steps.known);
    history.pushState({}, "", now);
  }
  steps.known = now;
}

function wound() {
  clearTimeout(steps.timer);
  steps.known = location.href;
}

export default function ({ data, parentElement }) {
  steps.known ??= location.href;
  if (parentElement.moved !== data.moved) {
    clearTimeout(steps.timer);
    steps.timer = setTimeout(settle, SETTLED);
  }
  parentElement.moved = data.moved;
  steps.pages.add(parentElement);
  addEventListener("popstate", wound);
  return () => {
    steps.pages.delete(parentElement);
    if (!steps.pages.size) removeEventListener("popstate", wound);
  };
}
