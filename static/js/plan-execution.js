// «Исполнение» of an activity: choose all schools that are still waited for.
const form = document.getElementById("schools-form");

function choose(whom) {
  for (const box of form.querySelectorAll("input[name=occurrence]")) {
    box.checked = whom === "open" && "open" in box.dataset;
  }
}

if (form) {
  for (const button of form.querySelectorAll("[data-choose]")) {
    button.hidden = false;
    button.addEventListener("click", () => choose(button.dataset.choose));
  }
}
