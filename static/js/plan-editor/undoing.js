// Ctrl+Z outside a cell: what was just done to the table, else one's last step with the row in hand.

import { byId, grid, hand } from "./page.js";
import { act } from "./moving.js";
import { equip } from "./rows.js";

export async function undo() {
  const bar = byId("editor-undo");
  const just = (bar.hidden ? null : bar.querySelector("[data-undo]")) || grid().querySelector("[data-undo]");
  if (just?.form) return act(just);
  if (just) return window.setTimeout(() => just.click());
  const row = byId(hand.row);
  if (row?.dataset.row !== "activity") return;
  equip(row);
  await act(row.querySelector("[data-undo-row]"));
}
