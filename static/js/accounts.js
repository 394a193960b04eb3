// The link of an invitation is shown once: one press copies it, and the page says so.
import { announce } from "./portal.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      announce("Ссылка скопирована.");
    } catch {
      announce("Ссылка выделена: нажмите Ctrl+C, чтобы скопировать.");
    }
  });
}
