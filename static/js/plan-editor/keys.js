// Keys do everything a mouse does.

import { byId, hand, rows } from "./page.js";
import { addBelow, cancel, isNew, open, saveAndNext, saveOpen, step } from "./forms.js";
import { act, move } from "./moving.js";
import { equip, focusCell, focusRow, neighbour } from "./rows.js";
import { toggle } from "./choosing.js";
import { undo } from "./undoing.js";

const letter = (event, code) => (event.ctrlKey || event.metaKey) && !event.altKey && event.code === code;
const isPlain = (event) => !event.altKey && !event.ctrlKey && !event.metaKey;
const isPrinted = (event) => isPlain(event) && event.key.length === 1;
const isUpOrDown = (event) => ["ArrowUp", "ArrowDown"].includes(event.key);

export function workOf(event) {
  const form = event.target.closest("form.row-form");
  if (form) return formKey(event, form, event.target.closest("textarea"));
  return rowKey(event, event.target.closest("tr[data-row]"));
}

// What is typed while a row is being opened is not lost; its old row is gone by then, so all the
// document listens.
document.addEventListener("keydown", (event) => {
  if (hand.typed === null || !isPrinted(event) || event.target.closest("textarea, dialog")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  hand.typed += event.key;
}, true);

function formKey(event, form, cell) {
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") return () => cancel(form);
  if (letter(event, "KeyS") || (control && event.key === "Enter")) {
    return async () => { if (await saveOpen()) focusRow(hand.row); };
  }
  if (event.key === "Enter" && cell && !event.shiftKey && !event.altKey) return () => saveAndNext(form, cell.name);
  if (event.altKey && isUpOrDown(event) && !isNew(form)) return () => move(form.closest("tr").id, event.key);
  return cell && isPlain(event) && !event.shiftKey ? leaveCell(event, form, cell) : null;
}

// At the edge of a text the arrows go on to the next cell, as in a table of Word.
function leaveCell(event, form, cell) {
  const [start, end] = [cell.selectionStart, cell.selectionEnd];
  const atStart = start === 0 && end === 0;
  const atEnd = start === cell.value.length && end === cell.value.length;
  const cells = [...form.querySelectorAll("textarea")];
  const place = cells.indexOf(cell);
  if (event.key === "ArrowUp" && atStart) return () => step(form, cell, -1);
  if (event.key === "ArrowDown" && atEnd) return () => step(form, cell, 1);
  if (event.key === "ArrowLeft" && atStart && cells[place - 1]) return () => cells[place - 1].focus();
  if (event.key === "ArrowRight" && atEnd && cells[place + 1]) {
    return () => { cells[place + 1].focus(); cells[place + 1].setSelectionRange(0, 0); };
  }
  return null;
}

function rowKey(event, row) {
  if (letter(event, "KeyZ")) return undo;
  if (event.target.closest("textarea, select, input, dialog")) return null;
  if (event.key === "?") return async () => byId("keys").showModal();
  const cell = event.target.matches("td[data-field]") ? event.target : null;
  if (!row || (event.target !== row && !cell)) return null;
  if (event.altKey && isUpOrDown(event)) return () => move(row.id, event.key);
  if (!isPlain(event)) return null;
  return walk(event, row, cell) || change(event, row, cell);
}

function walk(event, row, cell) {
  const field = cell?.dataset.field || "";
  const cells = [...row.querySelectorAll("td[data-field]")];
  const to = cells[cells.indexOf(cell) + 1];
  const beside = (by) => neighbour(row.id, by) && focusRow(neighbour(row.id, by).id, field);
  return {
    ArrowUp: async () => beside(-1),
    ArrowDown: async () => beside(1),
    ArrowRight: async () => to && focusCell(to),
    ArrowLeft: async () => cell && focusCell(cells[cells.indexOf(cell) - 1] || row),
    Home: async () => focusRow(rows()[0].id, field),
    End: async () => focusRow(rows().at(-1).id, field),
  }[event.key];
}

function change(event, row, cell) {
  const field = cell?.dataset.field || "title";
  const work = {
    Enter: () => open(row.id, field),
    F2: () => open(row.id, field),
    Insert: () => addBelow(row.id),
    Delete: cell ? null : () => { equip(row); return act(row.querySelector("button[data-remove]")); },
    " ": cell ? null : async () => toggle(row),
  }[event.key];
  return work || (cell && isPrinted(event) ? () => open(row.id, field, event.key) : null);
}
