// Many files at once: each is sent on its own, its way shown, and answered with what was found in it.
// Without this script the form sends all files in one go.
const form = document.querySelector("form[data-many-files]");
const input = form?.querySelector("input[type=file]");
const list = document.getElementById("sending");
const says = document.getElementById("upload-says");
const AT_ONCE = 2;

const waiting = [];
let running = 0;
let sent = 0;
let total = 0;
let asked = 0;

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.className = "file-name";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `Отправка файла ${file.name}`);
  const words = document.createElement("span");
  words.className = "says soft";
  words.textContent = "ждёт очереди";
  item.append(name, bar, words);
  list.append(item);
  return { bar, words };
}

function send({ file, bar, words }) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append(input.name, file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((100 * event.loaded) / event.total);
    words.textContent = bar.value < 100 ? `отправлено ${bar.value} %` : "проверяется";
  });
  request.addEventListener("load", () => {
    bar.value = 100;
    bar.hidden = true;
    words.classList.remove("soft");
    if (request.status === 200 || request.status === 422) words.innerHTML = request.responseText;
    else words.textContent = `Сервер ответил ${request.status}. Отправьте файл ещё раз.`;
    done();
  });
  request.addEventListener("error", () => {
    words.textContent = "Нет связи с сервером. Отправьте файл ещё раз.";
    done();
  });
  request.send(body);
}

function done() {
  running -= 1;
  sent += 1;
  says.textContent = `Проверено файлов: ${sent} из ${total}.`;
  next();
}

function next() {
  while (running < AT_ONCE && waiting.length) {
    running += 1;
    send(waiting.shift());
  }
  if (!running && !waiting.length) refresh();
}

async function refresh() {
  const place = document.getElementById("drafts");
  const mine = (asked += 1);
  const answer = await fetch(place.dataset.address, { headers: { "HX-Request": "true" } });
  const found = answer.ok ? await answer.text() : "";
  if (!found || mine !== asked) return; // a later question brings a newer answer
  place.innerHTML = found;
  says.textContent = `Проверено файлов: ${sent}. Ниже — что с ними делать.`;
}

function take(files) {
  if (!files.length) return;
  list.hidden = false;
  total += files.length;
  for (const file of files) waiting.push({ file, ...line(file) });
  next();
}

if (form) {
  form.querySelector(".drop-hint").hidden = false;
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    take([...input.files]);
    form.reset();
  });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("is-over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });
}
