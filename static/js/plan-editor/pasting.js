// Rows copied out of Word or Excel: the server reads them and shows what would go where.

import { alone, byId, grid, hand, page, openForm, say } from "./page.js";
import { openSide } from "./choosing.js";
import { open, saveOpen } from "./forms.js";

const LONGEST = 2_000_000; // characters, as on the server
const tooMuch = "Скопировано слишком много. Вставьте таблицу частями или загрузите её файлом.";

// Between the first table and the end of the last: the styles that Word adds are of no use.
function tablesOf(html) {
  const [first, last] = [html.search(/<table[\s>]/i), html.toLowerCase().lastIndexOf("</table>")];
  return first >= 0 && last > first ? html.slice(first, last + 8) : "";
}

const cellsIn = (html) => (html.match(/<t[dh][\s>]/gi) || []).length;

function isTable(html, text) {
  return cellsIn(html) > 1 || text.includes("\t");
}

document.addEventListener("paste", (event) => {
  const place = event.target.closest?.("#plan-grid, #paste-form") || (event.target === document.body && grid());
  if (!place || place.closest("dialog, section") === null) return;
  const html = tablesOf(event.clipboardData.getData("text/html"));
  const text = event.clipboardData.getData("text/plain");
  const cell = event.target.closest?.("textarea");
  if (cell && !isTable(html, text)) return;
  if (!html && !text.trim()) return;
  event.preventDefault();
  if (!cell && !isTable(html, text) && !text.trim().includes("\n")) {
    alone(() => openWith(text));
  } else {
    alone(() => look(html, text, cell?.closest("form.row-form") ? cell.name : hand.field));
  }
});

// A single text goes into the cell in hand.
function openWith(text) {
  const row = byId(hand.row);
  return row?.dataset.row === "activity" ? open(row.id, hand.field || "title", text.trim()) : null;
}

async function look(html, text, field) {
  if (html.length > LONGEST || text.length > LONGEST) return say(tooMuch);
  const place = placeOf(openForm()?.dataset.key || hand.row);
  if (!(await saveOpen())) return;
  const values = { html, text: html ? "" : text, place: place || placeOf(hand.row), field };
  await openSide(page.dataset.paste, byId("paste-send"), values);
}

function placeOf(key) {
  const [, kind, number] = key.match(/(activity|new-after|section|new-in)-(\d+)$/) || [];
  if (!kind) return "";
  return `${kind === "section" || kind === "new-in" ? "section" : "row"}:${number}`;
}

// The button of the head: its own page where rows are pasted works here without leaving the table.
document.querySelector("[data-paste-rows]")?.addEventListener("click", (event) => {
  if (!navigator.clipboard?.read || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  alone(async () => {
    const copied = await copiedTable();
    if (copied && isTable(copied.html, copied.text)) await look(copied.html, copied.text, "");
    else window.location.assign(href);
  });
});

// A browser that does not let a page read what was copied leads to the page with a field for it.
async function copiedTable() {
  try {
    const [item] = await navigator.clipboard.read();
    const read = async (kind) => (item.types.includes(kind) ? (await item.getType(kind)).text() : "");
    return { html: tablesOf(await read("text/html")), text: await read("text/plain") };
  } catch {
    return null;
  }
}
