// The board asks what has changed every few seconds, tells what it shows, and rests while nobody looks.
const isPulse = (element) => element?.id === "board-pulse";

document.addEventListener("htmx:configRequest", (event) => {
  if (!isPulse(event.target)) return;
  if (document.hidden) {
    event.preventDefault();
    return;
  }
  const rows = [...document.querySelectorAll("#board tr[data-row]")].map((row) => row.dataset.row);
  event.detail.headers["X-Board-Mark"] = event.target.dataset.mark;
  event.detail.headers["X-Board-Rows"] = [event.target.dataset.counts, ...rows].join(" ");
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && document.getElementById("board-pulse")) window.htmx.trigger("#board-pulse", "wake");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const time = event.detail.xhr?.getResponseHeader("X-Board-Time");
  if (time) document.getElementById("board-time").textContent = time;
});

// A row that comes anew keeps the tick it had.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const before = event.detail.target.querySelector("input[name=school]");
  const after = event.detail.fragment.querySelector("input[name=school]");
  if (before?.checked && after) after.setAttribute("checked", "");
});
