// The sign-in may end while somebody writes: the text stays in the form and in this browser.

import { button, page, say, tell } from "./page.js";
import { drafts, dropDraft } from "./drafts.js";
import { bringBack } from "./forms.js";

function link(text, address) {
  return Object.assign(document.createElement("a"), { className: "btn", textContent: text, href: address });
}

// Without a sign-in the server answers with the page of signing in: that is no row of the table.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || "/", window.location.origin);
  if (answered.pathname !== page.dataset.login) return;
  event.detail.shouldSwap = false;
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  const text = "Вход закончился, портал ждёт пароль. Написанное сохранено в этом браузере и будет предложено после входа.";
  tell(text, link("Войти", `${page.dataset.login}?next=${here}`));
  say(text);
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 403) return;
  const text = "Портал не принял правку: вход сменился. Обновите страницу, написанное будет предложено вернуть.";
  tell(text, link("Обновить страницу", window.location.href));
});

// Only offered: a text comes back into the table when its author says so.
export function offerDrafts() {
  const [newest] = drafts();
  if (!newest) return;
  const at = new Date(newest.at).toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
  const title = (newest.values.title || newest.values.deadline || "").trim().slice(0, 40);
  const text = `Есть несохранённый текст от ${at}${title ? `: «${title}»` : ""}.`;
  tell(text, button("Вернуть", () => restore(newest), "undo"), button("Забыть", () => forget(newest)));
  say(`${text} Кнопка «Вернуть» внизу страницы.`);
}

async function restore(draft) {
  if (await bringBack(draft)) say("Текст возвращён, он ещё не сохранён.");
  else tell("Строки, для которой был текст, в плане больше нет.", button("Забыть", () => forget(draft)));
}

async function forget(draft) {
  dropDraft(draft.key);
  window.setTimeout(offerDrafts);
}
