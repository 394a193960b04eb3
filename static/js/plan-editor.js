// The plan's table for people who type: rows open in place, keys do everything a mouse does.
// All links and buttons work without this file too; it only saves page loads and keeps the place.

const page = document.getElementById("plan-editor");
const says = document.getElementById("editor-says");
const undoBar = document.getElementById("editor-undo");
const drafts = `plan-draft:${page.dataset.user}:${page.dataset.plan}:`;
let busy = false;
let placeInHand = "";

const grid = () => document.getElementById("plan-grid");
const rows = () => [...grid().querySelectorAll("tr[data-row]")];
const openForm = () => grid().querySelector("form.row-form");
const byId = (id) => document.getElementById(id);

function say(text) {
  says.textContent = "";
  window.setTimeout(() => { says.textContent = text; }, 50);
}

// Requests ---------------------------------------------------------------------------------------

// One at a time: a second Enter while the first is on its way does nothing.
async function alone(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch {
    // portal.js has said that there is no connection; what was typed stands in the form
  } finally {
    busy = false;
  }
}

const send = (verb, address, target, swap, values) =>
  window.htmx.ajax(verb, address, { target, swap, values });

document.addEventListener("plan-said", (event) => {
  const { text, focus, at, counted } = event.detail;
  byId("saved").textContent = `сохранено в ${at}`;
  if (counted) byId("counted").textContent = counted;
  placeInHand = focus;
  say(text);
});

// Rows -------------------------------------------------------------------------------------------

function focusRow(id) {
  const row = byId(id) || rows()[0] || grid();
  if (row.matches("tr[data-row]")) hold(row);
  row.focus();
}

// Tab enters the table at the row in hand and leaves it again: one stop, not six hundred.
function hold(row) {
  placeInHand = row.id;
  equip(row);
  for (const other of rows()) {
    const held = other === row;
    other.tabIndex = held ? 0 : -1;
    for (const tool of other.querySelectorAll("a, button")) tool.tabIndex = held ? 0 : -1;
  }
}

// A row gets its tools when it is in hand or under the mouse; a phone, which has no mouse, gets all.
const noMouse = window.matchMedia("(hover: none), (max-width: 62rem)");

function equip(row) {
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

page.addEventListener("mouseover", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (row) equip(row);
});

function settle() {
  if (noMouse.matches) rows().forEach(equip);
  const row = byId(placeInHand) || rows()[0];
  if (row?.matches("tr[data-row]")) hold(row);
}

function neighbour(id, step) {
  const all = rows();
  const index = all.findIndex((row) => row.id === id);
  return index < 0 ? null : all[index + step] || null;
}

function focusCell(row, field) {
  const form = row?.querySelector("form.row-form");
  if (!form) return;
  form.querySelectorAll("textarea").forEach(grow);
  const cell = form.elements[field] || form.elements.title || form.querySelector("textarea");
  cell.focus();
  cell.setSelectionRange(cell.value.length, cell.value.length);
}

async function open(id, field = "title") {
  if (!(await saveOpen())) return;
  const link = byId(id)?.querySelector("a[data-edit]");
  if (!link) return;
  placeInHand = id;
  await send("GET", link.href, byId(id), "outerHTML");
  focusCell(byId(id), field);
}

async function add(address, beside, where) {
  if (!(await saveOpen())) return;
  const place = beside();
  if (!place) return;
  await send("GET", address, place, where);
  const row = where === "afterend" ? place.nextElementSibling : place.previousElementSibling;
  focusCell(row, "title");
}

const addBelow = (id, field) => {
  const [kind, key] = id.split("-");
  const query = kind === "section" ? `section=${key}` : `after=${key}`;
  return add(`${page.dataset.create}?${query}`, () => byId(id), "afterend", field);
};

// Saving -----------------------------------------------------------------------------------------

const texts = (form) => [...form.querySelectorAll("textarea")];
const plain = (text) => text.replace(/\r\n?/g, "\n").trim();
const isDirty = (form) =>
  texts(form).some((cell) => plain(cell.value) !== plain(form.elements[`was_${cell.name}`].value));
const isNew = (form) => form.dataset.key.startsWith("new");

async function save(form, button) {
  const key = form.dataset.key;
  const values = Object.fromEntries(new FormData(form));
  if (button?.name) values[button.name] = button.value;
  await send("POST", form.action, form.closest("tr"), "outerHTML", values);
  const again = grid().querySelector(`form.row-form[data-key="${CSS.escape(key)}"]`);
  if (!again) {
    sessionStorage.removeItem(drafts + key);
    settle();
    return true;
  }
  keepDraft(again);
  again.querySelectorAll("textarea").forEach(grow);
  (again.querySelector("[aria-invalid]") || again.querySelector(".refusal input, .refusal button") || texts(again)[0]).focus();
  return false;
}

// Whoever goes on to other things has saved; an untouched row just closes.
async function saveOpen() {
  const form = openForm();
  if (!form) return true;
  if (isDirty(form)) return save(form);
  await close(form);
  return true;
}

async function close(form) {
  sessionStorage.removeItem(drafts + form.dataset.key);
  const row = form.closest("tr");
  if (isNew(form)) {
    const before = row.previousElementSibling || row.nextElementSibling;
    row.remove();
    placeInHand = before?.id || placeInHand;
  } else {
    placeInHand = row.id;
    await send("GET", form.querySelector("[data-cancel]").href, row, "outerHTML");
  }
  settle();
}

async function cancel(form) {
  const written = isDirty(form) ? snapshot(form) : null;
  await close(form);
  focusRow(placeInHand);
  if (written) offerBack(written);
}

async function saveAndNext(form, field) {
  if (!isDirty(form)) {
    const id = form.closest("tr").id;
    const fresh = isNew(form);
    await close(form);
    return fresh ? focusRow(placeInHand) : goOn(id, field);
  }
  const id = form.closest("tr").id;
  if (await save(form)) await goOn(byId(id) ? id : placeInHand, field);
}

function goOn(id, field) {
  const next = neighbour(id, 1);
  if (byId(id)?.dataset.row === "section") return next?.dataset.row === "activity" ? open(next.id, field) : addBelow(id);
  return next?.dataset.row === "activity" ? open(next.id, field) : addBelow(id);
}

// Texts not yet saved survive an expired sign-in, a closed lid, a slip of Esc -----------------------

const snapshot = (form) => ({
  key: form.dataset.key,
  address: form.action,
  values: Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")),
});

function keepDraft(form) {
  sessionStorage.setItem(drafts + form.dataset.key, JSON.stringify(snapshot(form)));
}

async function bringBack({ key, address, values }) {
  if (!(await saveOpen())) return false;
  const place = byId(key) || byId(key.replace("new-after-", "activity-").replace("new-in-", "section-"));
  const start = place || grid().querySelector("tbody:last-of-type tr.add");
  if (!place && !key.startsWith("new")) return false;
  await send("GET", address, start, byId(key) ? "outerHTML" : place ? "afterend" : "beforebegin");
  const form = openForm();
  if (!form) return false;
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements[name];
    if (control) control.value = value;
  }
  keepDraft(form);
  focusCell(form.closest("tr"), "title");
  return true;
}

function offerBack(written) {
  undoBar.replaceChildren(document.createTextNode("Правка отменена."));
  const button = document.createElement("button");
  button.className = "btn";
  button.type = "button";
  button.dataset.undo = "";
  button.textContent = "Вернуть написанное";
  button.addEventListener("click", () => {
    undoBar.hidden = true;
    alone(() => bringBack(written));
  });
  undoBar.append(button);
  undoBar.hidden = false;
  say("Правка отменена. Ctrl+Z вернёт написанное.");
}

async function bringBackDrafts() {
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(drafts))) {
    if (await bringBack(JSON.parse(sessionStorage.getItem(name)))) {
      say("Восстановлен текст, который не успел сохраниться.");
      return;
    }
  }
}

// Mouse ------------------------------------------------------------------------------------------

async function act(button) {
  undoBar.hidden = true;
  const { id } = button.closest("tr") || {};
  const address = button.formAction;
  const values = button.name ? { [button.name]: button.value } : {};
  const next = button.matches("[data-remove]") && id ? (neighbour(id, 1) || neighbour(id, -1))?.id : "";
  if (!(await saveOpen())) return;
  await send("POST", address, grid(), "outerHTML", values);
  focusRow(placeInHand || next || "");
}

page.addEventListener("submit", (event) => {
  if (event.target.id === "row-actions") {
    event.preventDefault();
    alone(() => act(event.submitter));
  } else if (event.target.matches("form.row-form")) {
    event.preventDefault();
    alone(async () => {
      if (await save(event.target, event.submitter)) focusRow(placeInHand);
    });
  }
});

page.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a, button");
  const row = event.target.closest("tr");
  if (event.target.closest("[data-keys]")) byId("keys").showModal();
  if (link?.matches("a[data-edit]")) follow(event, () => open(row.id));
  else if (link?.matches("[data-below]")) follow(event, () => addBelow(row.id));
  else if (link?.matches("a[data-add]")) follow(event, () => addHere(link));
  else if (link?.matches("a[data-cancel]")) follow(event, () => cancel(link.closest("form")));
  else if (!link && row?.dataset.row === "activity" && !window.getSelection().toString()) {
    follow(event, () => open(row.id, event.target.closest("td")?.dataset.field));
  }
});

function follow(event, work) {
  event.preventDefault();
  alone(work);
}

function addHere(link) {
  const { href } = link;
  const section = link.closest("tbody").querySelector("tr[data-row=section]")?.id;
  const place = () => (section ? byId(section)?.closest("tbody") : grid().querySelector("tbody:last-of-type"))?.querySelector("tr.add");
  return add(href, place, "beforebegin");
}

// Keys -------------------------------------------------------------------------------------------

page.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const cell = event.target.closest("textarea");
  const form = event.target.closest("form.row-form");
  const work = form ? formKey(event, form, cell) : rowKey(event, event.target.closest("tr[data-row]"));
  if (work) follow(event, work);
});

const letter = (event, code) => (event.ctrlKey || event.metaKey) && !event.altKey && event.code === code;

function formKey(event, form, cell) {
  const id = form.closest("tr").id;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") return () => cancel(form);
  if (letter(event, "KeyS") || (control && event.key === "Enter")) {
    return async () => { if (await saveOpen()) focusRow(placeInHand); };
  }
  if (event.key === "Enter" && cell && !event.shiftKey && !event.altKey) return () => saveAndNext(form, cell.name);
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && !isNew(form)) return () => move(id, event.key);
  return null;
}

function rowKey(event, row) {
  if (letter(event, "KeyZ")) return undo;
  if (event.key === "?") return async () => byId("keys").showModal();
  if (!row || event.target !== row) return null;
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) return () => move(row.id, event.key);
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  return {
    ArrowUp: async () => neighbour(row.id, -1) && focusRow(neighbour(row.id, -1).id),
    ArrowDown: async () => neighbour(row.id, 1) && focusRow(neighbour(row.id, 1).id),
    Home: async () => focusRow(rows()[0].id),
    End: async () => focusRow(rows().at(-1).id),
    Enter: () => open(row.id),
    F2: () => open(row.id),
    Insert: () => addBelow(row.id),
    Delete: () => act(row.querySelector("button[data-remove]")),
  }[event.key];
}

async function move(id, key) {
  if (!(await saveOpen())) return;
  equip(byId(id));
  await act(byId(id).querySelector(`button[value=${key === "ArrowUp" ? "up" : "down"}]`));
}

async function undo() {
  const button = (undoBar.hidden ? null : undoBar.querySelector("[data-undo]")) || grid().querySelector("[data-undo]");
  if (button?.form) await act(button);
  else if (button) window.setTimeout(() => button.click());
}

// Cells ------------------------------------------------------------------------------------------

function grow(cell) {
  if (CSS.supports("field-sizing", "content")) return;
  cell.style.height = "auto";
  cell.style.height = `${cell.scrollHeight + 2}px`;
}

page.addEventListener("input", (event) => {
  const form = event.target.closest("form.row-form");
  if (!form) return;
  grow(event.target);
  keepDraft(form);
});

page.addEventListener("focusin", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (row && row.tabIndex !== 0) hold(row);
});

settle();
// htmx reads its settings from the page when the page is complete
document.addEventListener("DOMContentLoaded", () => alone(bringBackDrafts));
