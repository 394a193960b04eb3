// Several rows at once: ticks, their count, the side work that follows.

import { alone, byId, grid, hand, page, send } from "./page.js";
import { focusRow } from "./rows.js";
import { saveOpen } from "./forms.js";

const ticks = () => [...grid().querySelectorAll("input[name=row]")];
let lastTick = null;

export function count() {
  const chosen = ticks().filter((tick) => tick.checked).length;
  byId("bulk-count").textContent = chosen ? `: ${chosen}` : "";
}

// Shift takes all rows between two ticks, as in any list.
page.addEventListener("click", (event) => {
  const tick = event.target.closest("input[name=row]");
  if (!tick || !grid().contains(tick)) return;
  const all = ticks();
  const from = all.indexOf(lastTick);
  if (event.shiftKey && from >= 0) {
    const [first, last] = [from, all.indexOf(tick)].sort((one, other) => one - other);
    for (const between of all.slice(first, last + 1)) between.checked = tick.checked;
  }
  lastTick = tick;
  count();
});

export function toggle(row) {
  row.querySelector("input[name=row]")?.click();
}

// The dialog beside the table: rows to paste, rows to change ------------------------------------------

const dialog = () => byId("side-work");

export async function openSide(address, source, values) {
  await send("POST", address, dialog(), "innerHTML", values, source);
  if (!dialog().firstElementChild) return;
  if (!dialog().open) dialog().showModal();
  dialog().querySelector("textarea, select, .btn.main")?.focus();
}

export function closeSide() {
  if (!dialog().open) return;
  dialog().close();
  dialog().replaceChildren();
}

page.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "bulk") {
    event.preventDefault();
    alone(() => choose(form, event.submitter));
  } else if (form.matches("form.side-work")) {
    event.preventDefault();
    const pressed = event.submitter;
    alone(() => openSide(pressed?.getAttribute("formaction") || addressOf(form), form));
  }
});

page.addEventListener("reset", () => window.setTimeout(count));

// Not `form.action`: a field of that name hides it.
const addressOf = (form) => form.getAttribute("action");

async function choose(form, pressed) {
  if (!(await saveOpen())) return;
  const values = { [pressed.name]: pressed.value };
  if (pressed.value !== "remove") return openSide(addressOf(form), form, values);
  await send("POST", pressed.formAction, grid(), "outerHTML", values, form);
  focusRow(hand.row);
}

page.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog().close();
});

dialog().addEventListener("close", () => {
  dialog().replaceChildren();
  focusRow(hand.row, hand.field);
});
