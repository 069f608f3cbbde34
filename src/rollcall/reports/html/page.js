"use strict";
// Filters the results, keeps the filter in the address, and copies reproductions.
// The page is complete without it.
(() => {
  const form = document.querySelector("form[role=search]");
  const nouns = form.dataset.kinds.split(" "); // the names of a result and a card
  const facets = ["verdict", "family", "operation", "channel"];
  const few = 200; // with at most this many results, a filter unfolds the laws
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const text = (elements) => elements.map((each) => each.textContent).join(" ").toLowerCase();

  const laws = all(".law").map((law) => {
    const { family } = law.closest(".family").dataset;
    const said = text(all(":scope > h4, :scope > p", law));
    const rows = all("tbody tr", law).map((row) => ({
      row,
      facts: { family, operation: row.dataset.operation },
      text: `${said} ${text(all("th, .subject, .reason", row))}`,
      cells: all(".what", row).map((what) => ({
        what,
        facts: { verdict: what.dataset.verdict, channel: what.parentElement.dataset.channel },
      })),
    }));
    return { law, rows, details: law.querySelector("details"), tallies: all(".tally", law) };
  });
  const cards = all(".card").map((card) => ({ card, facts: card.dataset, text: text([card]) }));
  const total = laws.flatMap(({ rows }) => rows).reduce((sum, { cells }) => sum + cells.length, 0);

  // --- the filter, in the form and in the address ---

  const readForm = () => {
    const query = new URLSearchParams();
    for (const box of all("input:checked", form)) query.append(box.name, box.value);
    const words = form.elements.text.value.trim();
    if (words) query.set("text", words);
    return query;
  };

  const fillForm = (query) => {
    for (const box of all("input[type=checkbox]", form)) {
      box.checked = query.getAll(box.name).includes(box.value);
    }
    form.elements.text.value = query.get("text") ?? "";
    filter();
  };

  const filter = () => {
    const query = readForm();
    const sets = Object.fromEntries(facets.map((name) => [name, new Set(query.getAll(name))]));
    const words = (query.get("text") ?? "").toLowerCase().split(/\s+/u).filter(Boolean);
    // A card has several channels and families, with spaces between them.
    const fits = (facts) =>
      facets.every(
        (name) =>
          !(name in facts) ||
          !sets[name].size ||
          [facts[name], ...facts[name].split(" ")].some((each) => sets[name].has(each)),
      );
    const says = (said) => words.every((word) => said.includes(word));
    const filtered = query.size > 0;
    let results = 0;
    for (const { law, rows, tallies } of laws) {
      const left = {};
      for (const { row, facts, cells, text: said } of rows) {
        const keeps = fits(facts) && says(said);
        for (const { what, facts: own } of cells) {
          what.hidden = !(keeps && fits(own));
          if (!what.hidden) left[own.verdict] = (left[own.verdict] ?? 0) + 1;
        }
        row.hidden = cells.every(({ what }) => what.hidden);
      }
      for (const tally of tallies) {
        const number = left[tally.dataset.verdict] ?? 0;
        tally.hidden = !number;
        tally.querySelector(".number").textContent = number.toLocaleString("en");
        results += number;
      }
      law.hidden = rows.every(({ row }) => row.hidden);
    }
    for (const cell of all(".verdicts [data-channel]")) cell.hidden = !fits({ channel: cell.dataset.channel });
    for (const family of all(".family")) family.hidden = !family.querySelector(".law:not([hidden])");
    for (const { card, facts, text: said } of cards) card.hidden = !(fits(facts) && says(said));
    for (const { law, details } of laws) details.open = filtered && !law.hidden && results <= few;
    const shown = cards.filter(({ card }) => !card.hidden).length;
    const [noCard, noLaw] = all(".nothing");
    noCard.hidden = shown > 0 || !cards.length;
    noLaw.hidden = results > 0 || !total;
    form.querySelector(".reset").disabled = !filtered;
    const count = (part, whole, noun) =>
      `${filtered ? `${part.toLocaleString("en")} of ` : ""}${whole.toLocaleString("en")} ${noun}${whole === 1 ? "" : "s"}`;
    form.querySelector(".shown").textContent =
      `${count(results, total, nouns[0])}, ${count(shown, cards.length, nouns[1])}`;
  };

  const write = (query, how) => {
    const here = location.href.split("#")[0];
    history[how](null, "", query.size ? `${here}#${query}` : here);
  };

  // A hash with "=" is a filter; any other is the id of an element, and keeps the filter.
  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash || hash.includes("=")) fillForm(new URLSearchParams(hash));
    else show(place(hash));
  };

  const place = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash));
    } catch {
      return null; // an invalid "%" escape
    }
  };

  const show = (element) => {
    if (!element) return;
    if (element.closest("[hidden]")) fillForm(new URLSearchParams());
    for (const each of all(":scope > details", element)) each.open = true;
    element.scrollIntoView();
    element.focus({ preventScroll: true });
  };

  let waiting = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    const apply = () => {
      filter();
      write(readForm(), "replaceState");
    };
    waiting = setTimeout(apply, event.target.type === "search" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".reset").addEventListener("click", () => {
    fillForm(new URLSearchParams());
    write(readForm(), "replaceState");
    form.elements.text.focus();
  });
  for (const link of all("a[data-filter]")) {
    const target = place(link.hash.slice(1));
    link.href = `#${link.dataset.filter}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const query = new URLSearchParams(link.dataset.filter);
      write(query, "pushState");
      fillForm(query);
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    });
  }

  // --- copying ---

  const announcement = document.querySelector(".announcement");
  const copy = async (button) => {
    if (announcement.textContent) return;
    const code = button.closest(".listing").querySelector("code");
    const name = button.textContent;
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code); // the browser forbids copying for a page from disk
      said = "Selected";
    }
    announcement.textContent = `${said}: ${name.replace("Copy ", "")}`;
    button.textContent = said;
    setTimeout(() => {
      announcement.textContent = "";
      button.textContent = name;
    }, 2000);
  };
  for (const button of all("button.copy")) button.addEventListener("click", () => copy(button));

  for (const each of all(".script")) each.hidden = false;
  form.querySelector(".facets").open =
    matchMedia("(min-width: 70rem)").matches || location.hash.includes("=");
  addEventListener("hashchange", read);
  fillForm(new URLSearchParams());
  read();
})();
