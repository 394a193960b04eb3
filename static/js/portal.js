// What every page needs: htmx may change data only with the CSRF token, answers "not done" stay in place.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

// Say what happened to those who cannot see it.
document.addEventListener("htmx:responseError", (event) => {
  announce(`Не получилось: сервер ответил ${event.detail.xhr.status}. Введённое сохранено на странице, попробуйте ещё раз.`);
});
document.addEventListener("htmx:sendError", () => {
  announce("Нет связи с сервером. Введённое сохранено на странице, попробуйте ещё раз.");
});

export function announce(text) {
  const place = document.getElementById("announcements");
  if (!place) return;
  place.textContent = text;
  place.hidden = false;
}

// A select that changes the page sends its form at once; without scripts there is the button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
});

// Texts that were not saved are kept in this browser; on a shared computer they go with their author.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[action$='/logout/']")) return;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("plan-draft:")) localStorage.removeItem(name);
  }
});
