// Rows of the table: which one is in hand, its tools, its neighbours.

import { byId, grid, hand, page, rows } from "./page.js";

export function focusRow(id, field = "") {
  const row = byId(id) || rows()[0] || grid();
  if (!row.matches("tr[data-row]")) return row.focus();
  hold(row);
  const cell = field && row.querySelector(`td[data-field="${field}"]`);
  return focusCell(cell || row);
}

// A cell takes the focus only while it is in hand: readers of the table meet no extra stops.
export function focusCell(place) {
  if (place.matches("td")) place.tabIndex = -1;
  hand.field = place.dataset.field || "";
  place.focus();
}

// Tab enters the table at the row in hand and leaves it again: one stop, not six hundred.
export function hold(row) {
  hand.row = row.id;
  equip(row);
  for (const other of rows()) {
    const held = other === row;
    other.tabIndex = held ? 0 : -1;
    for (const tool of other.querySelectorAll("a, button, input")) tool.tabIndex = held ? 0 : -1;
  }
}

// A row gets its tools when it is in hand or under the mouse; a phone, which has no mouse, gets all.
const noMouse = window.matchMedia("(hover: none), (max-width: 62rem)");

export function equip(row) {
  const place = row.querySelector("td.tools");
  if (!place || place.querySelector(".tool-set")) return;
  const [kind, key] = row.id.split("-");
  const set = byId(`tools-of-${kind}`).content.firstElementChild.cloneNode(true);
  for (const tool of set.querySelectorAll("[formaction], [href*='/0/']")) {
    const name = tool.hasAttribute("formaction") ? "formaction" : "href";
    tool.setAttribute(name, tool.getAttribute(name).replace("/0/", `/${key}/`));
  }
  place.append(set);
}

export function settle() {
  if (noMouse.matches) rows().forEach(equip);
  const row = byId(hand.row) || rows()[0];
  if (row?.matches("tr[data-row]")) hold(row);
}

export function neighbour(id, step) {
  const all = rows();
  const index = all.findIndex((row) => row.id === id);
  return index < 0 ? null : all[index + step] || null;
}

page.addEventListener("mouseover", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (row) equip(row);
});

page.addEventListener("focusin", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (row && row.tabIndex !== 0) hold(row);
});
