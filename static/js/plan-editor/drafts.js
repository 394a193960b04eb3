// Texts not yet saved survive an expired sign-in, a closed lid, a slip of Esc. They are kept in this
// browser by plan, row and version, are offered back, and go when their author signs out (portal.js).

import { page } from "./page.js";

const DAYS_KEPT = 3;
const prefix = `plan-draft:${page.dataset.user}:${page.dataset.plan}:`;

export const snapshot = (form) => ({
  key: form.dataset.key,
  address: form.action,
  at: Date.now(),
  values: Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")),
});

export function keepDraft(form) {
  const version = form.elements.version?.value || "0";
  try {
    localStorage.setItem(`${prefix}${form.dataset.key}:${version}`, JSON.stringify(snapshot(form)));
  } catch {
    // a browser that keeps nothing: the text stands in the form all the same
  }
}

export function dropDraft(key) {
  for (const name of names()) {
    if (name.startsWith(`${prefix}${key}:`)) localStorage.removeItem(name);
  }
}

// The newest first; what nobody came back for goes.
export function drafts() {
  const kept = names().map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  for (const one of kept) if (one.at < oldest) localStorage.removeItem(one.name);
  return kept.filter((one) => one.at >= oldest).sort((one, other) => other.at - one.at);
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}
