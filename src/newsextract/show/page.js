"use strict";
(() => {
  const card = document.getElementById("card");
  const title = card.querySelector("h2 span");
  const list = card.querySelector("dl");
  const kinds = { F: "firm", M: "metric", C: "claim" };
  let pinned = null;
  let shown = null;

  const related = (id) => document.querySelectorAll(`[data-i~="${id}"], [data-of~="${id}"]`);

  const clear = () => {
    document.querySelectorAll(".on").forEach((element) => element.classList.remove("on"));
    card.classList.remove("open", "pinned");
    shown = null;
  };

  const show = (id) => {
    const row = document.getElementById(id);
    if (!row || shown === id) return;
    clear();
    shown = id;
    related(id).forEach((element) => element.classList.add("on"));
    row.classList.add("on");
    title.textContent = `${kinds[id[0]]} ${id}`;
    title.className = `of-${kinds[id[0]]}`;
    list.replaceChildren();
    for (const cell of row.cells) {
      if (!cell.textContent.trim() || cell.dataset.label === "") continue;
      const value = document.createElement("dd");
      value.append(...[...cell.cloneNode(true).childNodes]);
      if (cell.lang) value.lang = cell.lang;
      if (cell.hasAttribute("data-main")) value.className = "main";
      else {
        const name = document.createElement("dt");
        name.textContent = cell.dataset.label;
        list.append(name);
      }
      if (cell.classList.contains("types")) value.classList.add("types");
      list.append(value);
    }
    card.classList.add("open");
    card.classList.toggle("pinned", pinned === id);
  };

  const idOf = (target) => {
    const element = target.closest && target.closest(".text [data-i]");
    return element ? element.dataset.i.split(" ")[0] : null;
  };

  const unpin = () => { pinned = null; clear(); };

  document.addEventListener("pointerover", (event) => {
    if (pinned || event.pointerType === "touch") return;
    const id = idOf(event.target);
    if (id) show(id);
    else if (event.target.closest(".text")) clear();
  });
  document.addEventListener("focusin", (event) => {
    const id = idOf(event.target);
    if (id && !pinned) show(id);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#card button")) { unpin(); return; }
    const link = event.target.closest("#card .ids a");
    if (link) {
      event.preventDefault();
      pinned = link.hash.slice(1);
      show(pinned);
      document.getElementById(`t-${pinned}`).scrollIntoView({ block: "nearest" });
      return;
    }
    if (String(window.getSelection())) return;
    const id = idOf(event.target);
    if (id) {
      event.preventDefault();
      const again = pinned === id;
      unpin();
      if (!again) { pinned = id; show(id); }
    } else if (!event.target.closest("#card, .data, .panel")) unpin();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") unpin(); });
  const showPlace = () => {
    const place = document.getElementById(location.hash.slice(1));
    const id = place && idOf(place);
    if (id) { unpin(); pinned = id; show(id); }
  };
  window.addEventListener("hashchange", showPlace);
  showPlace();
})();
