// What all parts of the editor share: the page's places, one request at a time, what was said.

export const page = document.getElementById("plan-editor");
export const byId = (id) => document.getElementById(id);
export const grid = () => byId("plan-grid");
export const rows = () => [...grid().querySelectorAll("tr[data-row]")];
export const openForm = () => grid().querySelector("form.row-form");
export const isFiltered = () => grid().hasAttribute("data-filtered");

// The row in hand by its id, the cell in hand by its field, what is typed before the cell opens.
export const hand = { row: "", field: "", typed: null };

export function say(text) {
  const place = byId("editor-says");
  place.textContent = "";
  window.setTimeout(() => { place.textContent = text; }, 50);
}

let busy = false;

// A second Enter while the first is on its way does nothing.
export async function alone(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch {
    // portal.js has said that there is no connection; what was typed stands in the form
  } finally {
    busy = false;
    hand.typed = null;
  }
}

export const send = (verb, address, target, swap, values, source) =>
  window.htmx.ajax(verb, address, { target, swap, values, source });

// A line at the foot of the window, with what may be done about it.
export function tell(text, ...actions) {
  const bar = byId("editor-undo");
  bar.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }), ...actions);
  bar.hidden = false;
}

export function hush() {
  byId("editor-undo").hidden = true;
}

export function button(text, work, mark) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: text });
  if (mark) made.dataset[mark] = "";
  made.addEventListener("click", () => {
    hush();
    alone(work);
  });
  return made;
}
