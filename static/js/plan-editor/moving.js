// Rows change places: by keys, by buttons, by the mouse.

import { openForm, byId, grid, hand, hush, isFiltered, say, send } from "./page.js";
import { equip, focusRow, neighbour } from "./rows.js";
import { saveOpen } from "./forms.js";

const WHILE_FILTERED = "Пока включён отбор, строки не переставляются. Нажмите «Показать все».";

// A button of the table that changes it: the answer is the whole table.
export async function act(button) {
  if (button.matches(".moves") && isFiltered()) return say(WHILE_FILTERED);
  hush();
  const { id } = button.closest("tr") || {};
  const address = button.formAction;
  const values = button.name ? { [button.name]: button.value } : {};
  const next = button.matches("[data-remove]") && id ? (neighbour(id, 1) || neighbour(id, -1))?.id : "";
  if (!(await saveOpen())) return;
  await send("POST", address, grid(), "outerHTML", values);
  focusRow(hand.row || next || "");
}

export async function move(id, key) {
  if (isFiltered()) return say(WHILE_FILTERED);
  if (!(await saveOpen())) return;
  equip(byId(id));
  await act(byId(id).querySelector(`button[value=${key === "ArrowUp" ? "up" : "down"}]`));
}

const withDragging = new WeakSet();

export function letDrag() {
  if (!window.Sortable) return;
  for (const body of grid().querySelectorAll("tbody[data-section]")) {
    if (withDragging.has(body)) continue;
    withDragging.add(body);
    window.Sortable.create(body, {
      group: "rows",
      handle: "[data-grip]",
      draggable: "tr[data-row=activity]",
      onEnd: ({ item, from, to, oldIndex, newIndex }) => {
        if (from !== to || oldIndex !== newIndex) drop(item, from, to, oldIndex);
      },
    });
  }
}

async function drop(row, from, to, oldIndex) {
  const values = { section: to.dataset.section, after: rowAbove(row), version: row.dataset.version };
  const address = row.querySelector("button[value=up]").formAction;
  if (isFiltered() || (openForm() && !(await saveOpen()))) {
    from.insertBefore(row, from.children[oldIndex]);
    return say(isFiltered() ? WHILE_FILTERED : "Сначала сохраните открытую строку.");
  }
  hush();
  await send("POST", address, grid(), "outerHTML", values);
  focusRow(row.id);
}

// Empty at the top of a section: what stands above is its title.
function rowAbove(row) {
  for (let above = row.previousElementSibling; above; above = above.previousElementSibling) {
    if (above.id.startsWith("activity-")) return above.id.split("-")[1];
  }
  return "";
}
