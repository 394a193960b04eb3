// A row under the pen: opened in place, saved, left, brought back.

import { dropDraft, keepDraft, snapshot } from "./drafts.js";
import { byId, button, grid, hand, openForm, page, say, send, tell } from "./page.js";
import { focusRow, neighbour, settle } from "./rows.js";

const texts = (form) => [...form.querySelectorAll("textarea")];
const plain = (text) => text.replace(/\r\n?/g, "\n").trim();
export const isDirty = (form) =>
  texts(form).some((cell) => plain(cell.value) !== plain(form.elements[`was_${cell.name}`].value));
export const isNew = (form) => form.dataset.key.startsWith("new");

export function grow(cell) {
  if (CSS.supports("field-sizing", "content")) return;
  cell.style.height = "auto";
  cell.style.height = `${cell.scrollHeight + 2}px`;
}

// What was typed while the row was on its way is in the cell, at the end of its text.
function enter(row, field) {
  const form = row?.querySelector("form.row-form");
  if (!form) return;
  texts(form).forEach(grow);
  const cell = form.elements[field] || form.elements.title || texts(form)[0];
  cell.focus();
  cell.setSelectionRange(cell.value.length, cell.value.length);
  if (hand.typed) {
    cell.setRangeText(hand.typed, cell.value.length, cell.value.length, "end");
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }
  hand.typed = null;
}

export async function open(id, field = "title", typed = "") {
  hand.typed = typed;
  if (!(await saveOpen())) return;
  const link = byId(id)?.querySelector("a[data-edit]");
  if (!link) return;
  hand.row = id;
  await send("GET", link.href, byId(id), "outerHTML");
  enter(byId(id), field);
}

export async function add(address, beside, where) {
  hand.typed = "";
  if (!(await saveOpen())) return;
  const place = beside();
  if (!place) return;
  await send("GET", address, place, where);
  enter(where === "afterend" ? place.nextElementSibling : place.previousElementSibling, "title");
}

export function addBelow(id) {
  const [kind, key] = id.split("-");
  const query = kind === "section" ? `section=${key}` : `after=${key}`;
  return add(`${page.dataset.create}?${query}`, () => byId(id), "afterend");
}

export function addHere(link) {
  const section = link.closest("tbody").dataset.section;
  const body = () =>
    grid().querySelector(section ? `tbody[data-section="${section}"]` : "tbody:last-of-type");
  return add(link.href, () => body()?.querySelector("tr.add"), "beforebegin");
}

export async function save(form, pressed) {
  const key = form.dataset.key;
  keepDraft(form);
  const values = Object.fromEntries(new FormData(form));
  if (pressed?.name) values[pressed.name] = pressed.value;
  await send("POST", form.action, form.closest("tr"), "outerHTML", values);
  const again = grid().querySelector(`form.row-form[data-key="${CSS.escape(key)}"]`);
  if (!again) {
    dropDraft(key);
    grid().querySelector(".undo")?.remove();
    settle();
    return true;
  }
  if (again !== form) {
    keepDraft(again);
    texts(again).forEach(grow);
    const first = again.querySelector("[aria-invalid], .refusal input, .refusal button");
    (first || texts(again)[0]).focus();
  }
  return false;
}

// Whoever goes on to other things has saved; an untouched row just closes.
export async function saveOpen() {
  const form = openForm();
  if (!form) return true;
  if (isDirty(form)) return save(form);
  await close(form);
  return true;
}

async function close(form) {
  dropDraft(form.dataset.key);
  const row = form.closest("tr");
  if (isNew(form)) {
    const before = row.previousElementSibling || row.nextElementSibling;
    row.remove();
    hand.row = before?.id || hand.row;
  } else {
    hand.row = row.id;
    await send("GET", form.querySelector("[data-cancel]").href, row, "outerHTML");
  }
  settle();
}

export async function cancel(form) {
  const written = isDirty(form) ? snapshot(form) : null;
  const field = document.activeElement?.name || "";
  await close(form);
  focusRow(hand.row, field);
  if (!written) return;
  tell("Правка отменена.", button("Вернуть написанное", () => bringBack(written), "undo"));
  say("Правка отменена. Ctrl+Z вернёт написанное.");
}

export async function saveAndNext(form, field) {
  const { id } = form.closest("tr");
  if (!isDirty(form)) {
    const fresh = isNew(form);
    await close(form);
    return fresh ? focusRow(hand.row) : goOn(id, field);
  }
  return (await save(form)) && goOn(byId(id) ? id : hand.row, field);
}

function goOn(id, field) {
  const next = neighbour(id, 1);
  return next?.dataset.row === "activity" ? open(next.id, field) : addBelow(id);
}

// The same cell of the row above or below; the open row is saved on the way.
export async function step(form, cell, by) {
  const { id } = form.closest("tr");
  const all = [...grid().querySelectorAll("tr[data-row], tr.editing")];
  const to = all[all.findIndex((row) => row.id === id) + by];
  if (!to) return;
  if (to.dataset.row === "activity") await open(to.id, cell.name);
  else if (await saveOpen()) focusRow(to.id);
}

export async function bringBack({ key, address, values }) {
  if (!(await saveOpen())) return false;
  const own = byId(key);
  const beside = byId(key.replace("new-after-", "activity-").replace("new-in-", "section-"));
  if (!own && !key.startsWith("new")) return false;
  const place = own || beside || grid().querySelector("tbody:last-of-type tr.add");
  await send("GET", address, place, own ? "outerHTML" : beside ? "afterend" : "beforebegin");
  const form = openForm();
  if (!form) return false;
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements[name];
    if (control) control.value = value;
  }
  keepDraft(form);
  enter(form.closest("tr"), "title");
  return true;
}
