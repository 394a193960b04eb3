// The plan's table for people who type: rows open in place, keys do everything a mouse does.
// All links and buttons work without these files too; they save page loads and keep the place.

import { alone, byId, hand, page, say } from "./page.js";
import { addBelow, addHere, cancel, grow, open, save } from "./forms.js";
import { act, letDrag } from "./moving.js";
import { closeSide, count } from "./choosing.js";
import { keepDraft } from "./drafts.js";
import { focusRow, settle } from "./rows.js";
import { offerDrafts } from "./session.js";
import { workOf } from "./keys.js";
import "./pasting.js";

document.addEventListener("plan-said", (event) => {
  const { text, focus, at, counted } = event.detail;
  byId("saved").textContent = `сохранено в ${at}`;
  if (counted) byId("counted").textContent = counted;
  hand.row = focus;
  closeSide();
  say(text);
});

document.addEventListener("htmx:afterSwap", () => {
  letDrag();
  count();
});

page.addEventListener("submit", (event) => {
  if (event.target.id === "row-actions") {
    event.preventDefault();
    alone(() => act(event.submitter));
  } else if (event.target.matches("form.row-form")) {
    event.preventDefault();
    alone(async () => {
      if (await save(event.target, event.submitter)) focusRow(hand.row);
    });
  }
});

function follow(event, work) {
  event.preventDefault();
  alone(work);
}

page.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a, button");
  const row = event.target.closest("tr");
  if (event.target.closest("[data-keys]")) byId("keys").showModal();
  if (link?.matches("a[data-edit]")) follow(event, () => open(row.id));
  else if (link?.matches("[data-below]")) follow(event, () => addBelow(row.id));
  else if (link?.matches("a[data-add]")) follow(event, () => addHere(link));
  else if (link?.matches("a[data-cancel]")) follow(event, () => cancel(link.closest("form")));
  else if (!link && row?.dataset.row === "activity" && isText(event) && !window.getSelection().toString()) {
    follow(event, () => open(row.id, event.target.closest("td")?.dataset.field));
  }
});

const isText = (event) => !event.target.closest("td.take, td.tools");

page.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const work = workOf(event);
  if (work) follow(event, work);
});

page.addEventListener("input", (event) => {
  const form = event.target.closest("form.row-form");
  if (!form) return;
  grow(event.target);
  keepDraft(form);
});

settle();
letDrag();
// htmx reads its settings from the page when the page is complete
document.addEventListener("DOMContentLoaded", offerDrafts);
