// The sum of a chosen file is taken here, in the browser: the file is sent nowhere. Where the browser
// does not give SHA-256 (a page without https), the form goes to the server as it is.
const VERDICTS = {
  same: ["good", "Файл совпадает с утверждённым."],
  differs: ["bad", "Файл отличается от утверждённого: это другой файл или он изменён."],
  unread: ["warn", "Файл не прочитан. Попробуйте выбрать его ещё раз."],
};

async function sumOf(buffer) {
  const digest = await crypto.subtle.digest("SHA-256", buffer);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(verdict) {
  const [tone, text] = VERDICTS[verdict];
  const line = document.createElement("p");
  line.className = `note ${tone}`;
  line.textContent = text;
  document.getElementById("verdict").replaceChildren(line);
}

async function compare(form) {
  const [file] = form.elements.file.files;
  try {
    say((await sumOf(await file.arrayBuffer())) === form.dataset.sum ? "same" : "differs");
  } catch {
    say("unread");
  }
}

const form = document.getElementById("compare-file");
if (form && globalThis.crypto?.subtle) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    compare(form);
  });
  form.elements.file.addEventListener("change", () => {
    if (form.elements.file.files.length) compare(form);
  });
}
