// Keys, and decisions without a page load. Without this script the links and forms of the page do the same.
import { startEditing } from "./edit.js";
import { listenForKeys } from "./keys.js";
import { ask, post, say } from "./talk.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const side = one("[data-side]");
const narrow = matchMedia("(max-width: 56rem)");
const VERDICT_STATUS = { accept: "accepted", reject: "rejected", edit: "edited", skip: "skipped" };
let editing = null;
let writing = Promise.resolve(); // decisions reach the server in the order in which they were made
let wanted = 0;

const pane = () => one(".pane");
const items = () => all(".list .item");
const itemOf = (key) => items().find((item) => item.dataset.key === key);

async function show(key, { focus = false } = {}) {
  if (!side || !key) return;
  const turn = ++wanted;
  stopEditing();
  const html = await ask(`/claims/${encodeURIComponent(key)}/pane`);
  if (turn !== wanted || html === null) return; // another claim was asked for in the meantime
  side.innerHTML = html; // our own page: the server has escaped what the article says
  for (const item of items()) {
    const chosen = item.dataset.key === key;
    item.classList.toggle("chosen", chosen);
    const link = one("a", item);
    if (chosen) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    if (chosen) item.scrollIntoView({ block: "nearest" });
  }
  if (one(".list")) {
    const url = new URL(location);
    url.searchParams.set("claim", key);
    history.replaceState(null, "", url);
  }
  prepare();
  scrollTo(0, 0);
  if (focus) one("#main").focus({ preventScroll: true });
}

function prepare() {
  const claim = one("[data-text] .claim");
  const text = one("[data-text]");
  if (claim && text) text.scrollTop = Math.max(0, claim.offsetTop - text.offsetTop - text.clientHeight / 3);
}

function neighbour(step) {
  const list = items();
  const at = list.findIndex((item) => item.dataset.key === pane()?.dataset.key);
  return at < 0 ? list[0] : list[at + step];
}

async function move(step) {
  const item = neighbour(step);
  if (item) return show(item.dataset.key);
  const next = step > 0 && one('.pages a[rel="next"]');
  if (next) { await writing; location.assign(next.href); }
}

function mark(key, status, label) {
  const item = itemOf(key);
  if (!item) return;
  item.className = `item ${status}${item.classList.contains("chosen") ? " chosen" : ""}`;
  one(".state", item).textContent = label;
}

function count(statuses) {
  if (!statuses) return;
  const { accepted, rejected, edited, open, changed, skipped } = statuses;
  const decided = accepted + rejected + edited;
  const total = decided + open + changed + skipped;
  for (const [name, number] of Object.entries({ open, changed, skipped, decided, all: total })) {
    const place = one(`[data-count="${name}"]`);
    if (place) place.textContent = number.toLocaleString("en");
  }
  const words = one("[data-progress]");
  if (!words) return;
  words.textContent = words.dataset.words.replace("{done}", decided.toLocaleString("en")).replace("{all}", total.toLocaleString("en"));
  const bar = one(".progress progress");
  bar.value = decided;
  bar.max = total || 1;
}

function decide(verdict, fields = new FormData()) {
  const key = pane()?.dataset.key;
  if (!key || pane().dataset.status === "withdrawn" || !one("[data-acts]")) return null;
  const label = one(`[data-act="${verdict}"] span`).textContent;
  fields.set("verdict", verdict);
  const sent = writing.then(() => post(`/claims/${encodeURIComponent(key)}/decide`, fields));
  writing = sent.catch(() => null);
  const settled = sent.then((answer) => {
    mark(key, VERDICT_STATUS[verdict], label);
    count(answer.statuses);
    say(label);
  }, (error) => {
    say(error.message, true);
    if (verdict !== "edit") show(key);
    throw error;
  });
  return settled;
}

async function decideAndGoOn(verdict) {
  const saved = decide(verdict);
  if (!saved) return;
  saved.catch(() => null);
  if (neighbour(1) || one('.pages a[rel="next"]')) await move(1);
  else await saved.then(() => show(pane().dataset.key), () => null);
}

async function undo() {
  if (!one("[data-acts]") && pane()) return;
  const sent = writing.then(() => post("/undo", new FormData()));
  writing = sent.catch(() => null);
  try {
    const answer = await sent;
    mark(answer.key, "open", "");
    count(answer.statuses);
    await show(answer.key);
    say(one('[data-act="undo"] span')?.textContent ?? "");
  } catch (error) {
    say(error.message, true);
  }
}

function openEdit() {
  if (editing || !one("[data-edit]")) return;
  pane().classList.add("editing");
  one("[data-edit-open]").setAttribute("aria-expanded", "true");
  editing = startEditing(pane());
}

function stopEditing() {
  if (!editing) return;
  editing.stop();
  editing = null;
  pane()?.classList.remove("editing");
  one("[data-edit-open]")?.setAttribute("aria-expanded", "false");
}

async function saveEdit(form) {
  const key = pane().dataset.key;
  const saved = decide("edit", new FormData(form));
  try {
    await saved;
  } catch {
    return; // what was typed stays
  }
  stopEditing();
  if (neighbour(1)) await move(1); else await show(key);
}

async function changeScript() {
  const form = one("[data-script]");
  if (!form) return;
  const fields = new FormData(form);
  const button = one("button", form);
  fields.set(button.name, button.value);
  await post("/session", fields);
  await show(pane().dataset.key);
}

function select(chosen, on) {
  for (const item of chosen) {
    const box = item && one("input", item);
    if (box) box.checked = on ?? !box.checked;
  }
  if (one("[data-all]")) showSelected();
}

function selected() {
  return all(".items input:checked", one("[data-bulk]") ?? document.createElement("div"));
}

function showSelected() {
  const chosen = selected().length;
  const acts = one(".bulk-acts");
  acts.hidden = chosen === 0;
  const words = one("[data-selected]");
  words.textContent = words.dataset.words.replace("{n}", chosen);
  const everything = one("[data-all]");
  everything.checked = chosen > 0 && chosen === items().length;
  everything.indeterminate = chosen > 0 && !everything.checked;
}

function decideSeveral(button) {
  const keys = selected().map((box) => box.value);
  const dialog = one("[data-confirm]");
  const yes = one('[value="yes"]', dialog);
  one("p", dialog).textContent = button.dataset.words.replace("{n}", keys.length);
  yes.textContent = yes.dataset.words.replace("{n}", keys.length);
  dialog.returnValue = "";
  dialog.onclose = async () => {
    if (dialog.returnValue !== "yes") return;
    const fields = new FormData();
    fields.set("verdict", button.dataset.bulkVerdict);
    for (const key of keys) fields.append("key", key);
    try {
      await writing;
      await post("/decide", fields);
      location.reload();
    } catch (error) {
      say(error.message, true);
    }
  };
  dialog.showModal();
  one('[value="no"]', dialog).focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".list .item a:not(.fold)");
  if (link && !narrow.matches && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    show(link.closest(".item").dataset.key);
  } else if (event.target.closest("[data-edit-open]")) openEdit();
  else if (event.target.closest("[data-edit-close]")) stopEditing();
  else if (event.target.closest("[data-bulk-verdict]")) decideSeveral(event.target.closest("[data-bulk-verdict]"));
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) select(items(), event.target.checked);
  else if (event.target.matches(".items input")) showSelected();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-acts]")) {
    event.preventDefault();
    const verdict = event.submitter?.dataset.act;
    if (verdict === "undo") undo(); else decideAndGoOn(verdict);
  } else if (form.matches("[data-edit]")) {
    event.preventDefault();
    saveEdit(form);
  } else if (form.matches("[data-script]")) {
    event.preventDefault();
    changeScript();
  }
});

listenForKeys({
  a: () => decideAndGoOn("accept"),
  x: () => decideAndGoOn("reject"),
  s: () => decideAndGoOn("skip"),
  e: openEdit,
  u: undo,
  j: () => move(1),
  k: () => move(-1),
  t: changeScript,
  v: () => select([itemOf(pane()?.dataset.key)]),
  "/": () => one('input[type="search"]')?.focus(),
  "?": () => one("[data-keys]")?.showModal(),
  Escape: stopEditing,
});
prepare();
