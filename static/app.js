// What plain pages cannot do: remember a theme, copy commands, keep ticks, close a detail row.
// Everything works without this file. No inline code, no dependency.
"use strict";

(() => {
  const root = document.documentElement;
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } };

  const theme = recall("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  const looksDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;

  const copy = async (button) => {
    const text = button.closest(".code").querySelector("code").textContent;
    await navigator.clipboard.writeText(text);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  // A detail row opened by htmx is closed in place, and focus goes back to the cell.
  const closeDetail = (event, link) => {
    const row = link.closest("tr.detail");
    const cell = document.getElementById(link.dataset.closeDetail);
    if (!row || !cell) return;
    event.preventDefault();
    row.hidden = true;
    row.replaceChildren();
    history.replaceState(history.state, "", link.href);
    (cell.querySelector("a") || cell).focus();
  };

  // A cell opens in place: one listener for a whole table instead of attributes on each link.
  const openDetail = (event, link) => {
    const cell = link.parentElement;
    const row = document.getElementById(`detail-${cell.id.split(".")[1]}`);
    if (!row || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    htmx.ajax("GET", link.href.split("#")[0], { source: link, target: row, swap: "outerHTML" });
  };

  const enhance = (part) => {
    for (const button of part.querySelectorAll("[data-theme-switch]")) button.hidden = false;
    if (navigator.clipboard) {
      for (const button of part.querySelectorAll("[data-copy]")) button.hidden = false;
    }
    for (const box of part.querySelectorAll("[data-keep]")) {
      box.checked = recall(`keep:${box.dataset.keep}`) === "yes";
    }
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("#comparison td[id] > :is(.mark, .figure, .value)");
    if (opener) openDetail(event, opener);
    const target = event.target.closest("[data-theme-switch], [data-copy], [data-close-detail]");
    if (!target) return;
    if ("themeSwitch" in target.dataset) {
      root.dataset.theme = looksDark() ? "light" : "dark";
      keep("theme", root.dataset.theme);
    } else if ("copy" in target.dataset) {
      copy(target);
    } else {
      closeDetail(event, target);
    }
  });

  document.addEventListener("change", (event) => {
    const key = event.target.dataset?.keep;
    if (key) keep(`keep:${key}`, event.target.checked ? "yes" : "no");
  });

  // What htmx swaps in may say where the reader expects the focus. Not `autofocus`: browsers
  // complain about that once something has the focus.
  const takeFocus = () => {
    const place = document.querySelector("[data-focus]");
    place?.removeAttribute("data-focus");
    return place;
  };

  // Typing asks after a pause and "Show" at once. Asking twice for one table would put it in place
  // again, and close a cell that was opened in between.
  let filtered = null;
  const forgetFilters = () => { filtered = null; };
  document.addEventListener("htmx:before:request", (event) => {
    const { sourceElement, request } = event.detail.ctx;
    if (sourceElement.id !== "filters") return;
    if (request.action === filtered) event.preventDefault();
    filtered = request.action;
  });
  for (const name of ["htmx:error", "htmx:response:error", "htmx:before:history:restore"]) {
    document.addEventListener(name, forgetFilters);
  }

  // Browsers leave what is half covered by a table's first column as it is. The style sheet's
  // scroll padding says where it is clear.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(":focus-visible") && target.closest(".scroll table")) {
      target.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });

  document.addEventListener("DOMContentLoaded", () => { enhance(document); takeFocus(); });
  document.addEventListener("htmx:after:swap", () => { enhance(document); takeFocus()?.focus(); });
})();
