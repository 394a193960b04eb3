// Of each reading only the fields its kind takes are shown. Without this file all of them are.

function show(reading) {
  const kind = reading.querySelector("select[name$='-kind']").value;
  for (const field of reading.querySelectorAll("[data-of]")) {
    const place = field.closest("[id^='div_']") || field.parentElement;
    place.hidden = !field.dataset.of.split(" ").includes(kind);
  }
}

for (const reading of document.querySelectorAll("[data-reading]")) {
  show(reading);
  reading.addEventListener("change", () => show(reading));
}
