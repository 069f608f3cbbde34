"use strict";
// Filters what the page shows, keeps the filter in the address, and copies reproductions.
// The page is whole without it.
(() => {
  const form = document.querySelector("form[role=search]");
  const shown = form.querySelector(".shown");
  const kinds = form.dataset.kinds.split(" "); // what is counted, in the singular
  const [noFailure, noLaw] = document.querySelectorAll(".nothing");
  const facets = ["verdict", "family", "operation", "channel"];
  const few = 200; // so many verdicts are unfolded at once when they are filtered

  // --- what there is to filter ---

  const text = (...elements) => elements.map((each) => each.textContent).join(" ").toLowerCase();

  const laws = [...document.querySelectorAll(".law")].map((law) => {
    const family = law.closest(".family");
    const heads = [...law.querySelectorAll("thead th")].map((head) => head.dataset.channel);
    const said = text(law.querySelector("h4"), law.querySelector(".sentence"));
    const rows = [...law.querySelectorAll("tbody tr")].map((row) => {
      const cells = [...row.children].flatMap((cell, index) => {
        const what = cell.querySelector(".what");
        if (!what) return [];
        return [{ what, verdict: what.dataset.verdict, channel: heads[index] }];
      });
      const about = text(...row.querySelectorAll("th, .subject, .reason"));
      return { row, cells, operation: row.dataset.operation, text: `${said} ${about}` };
    });
    const tallies = [...law.querySelectorAll(".tally")].map((tally) => ({
      tally,
      verdict: tally.dataset.verdict,
      number: tally.querySelector(".number"),
    }));
    const details = law.querySelector("details");
    const columns = heads.flatMap((channel, index) =>
      channel ? [{ channel, cells: law.querySelectorAll(`tr > :nth-child(${index + 1})`) }] : [],
    );
    return { law, rows, columns, tallies, details, name: family.dataset.family };
  });
  const families = [...document.querySelectorAll(".family")];
  const failures = [...document.querySelectorAll(".failure")].map((failure) => ({
    failure,
    verdict: "fail",
    text: text(failure),
    ...failure.dataset,
  }));
  const total = laws.flatMap((law) => law.rows).reduce((sum, row) => sum + row.cells.length, 0);

  // --- the filter, in the form and in the address ---

  const asked = () => {
    const wanted = new URLSearchParams();
    for (const name of facets) {
      for (const box of form.querySelectorAll(`input[name=${name}]:checked`)) {
        wanted.append(name, box.value);
      }
    }
    if (form.elements.text.value.trim()) wanted.set("text", form.elements.text.value.trim());
    return wanted;
  };

  const ask = (wanted) => {
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      box.checked = wanted.getAll(box.name).includes(box.value);
    }
    form.elements.text.value = wanted.get("text") ?? "";
    filter();
  };

  const filter = () => {
    const wanted = asked();
    const sets = Object.fromEntries(facets.map((name) => [name, new Set(wanted.getAll(name))]));
    const words = (wanted.get("text") ?? "").toLowerCase().split(/\s+/u).filter(Boolean);
    const admits = (name, value) => !sets[name].size || sets[name].has(value);
    const says = (all) => words.every((word) => all.includes(word));
    let verdicts = 0;
    for (const { law, rows, columns, tallies, name } of laws) {
      for (const { channel, cells } of columns) {
        for (const cell of cells) cell.hidden = !admits("channel", channel);
      }
      const left = {};
      let any = false;
      for (const { row, cells, operation, text: all } of rows) {
        const fits = admits("family", name) && admits("operation", operation) && says(all);
        let kept = 0;
        for (const { what, verdict, channel } of cells) {
          what.hidden = !(fits && admits("verdict", verdict) && admits("channel", channel));
          if (what.hidden) continue;
          kept += 1;
          left[verdict] = (left[verdict] ?? 0) + 1;
        }
        row.hidden = !kept;
        verdicts += kept;
        any ||= kept > 0;
      }
      law.hidden = !any;
      for (const { tally, verdict, number } of tallies) {
        tally.hidden = !left[verdict];
        number.textContent = (left[verdict] ?? 0).toLocaleString("en");
      }
    }
    for (const family of families) family.hidden = !family.querySelector(".law:not([hidden])");
    let broken = 0;
    for (const { failure, text: all, ...facts } of failures) {
      failure.hidden = !(facets.every((name) => admits(name, facts[name])) && says(all));
      if (!failure.hidden) broken += 1;
    }
    const filtered = wanted.size > 0;
    for (const { law, details } of laws) details.open = filtered && !law.hidden && verdicts <= few;
    noFailure.hidden = broken > 0 || !failures.length;
    noLaw.hidden = verdicts > 0 || !total;
    form.querySelector(".reset").disabled = !filtered;
    const count = (part, whole, noun) =>
      `${filtered ? `${part.toLocaleString("en")} of ` : ""}${whole.toLocaleString("en")} ${noun}${whole === 1 ? "" : "s"}`;
    shown.textContent = `${count(verdicts, total, kinds[0])}, ${count(broken, failures.length, kinds[1])}`;
  };

  const write = (wanted, how) => {
    const hash = wanted.toString();
    const here = location.href.split("#")[0];
    history[how](null, "", hash ? `${here}#${hash}` : here);
  };

  // A hash with "=" in it is a filter; any other is the name of a place, and leaves the filter be.
  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash || hash.includes("=")) ask(new URLSearchParams(hash));
    else show(place(hash));
  };

  const place = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash));
    } catch {
      return null; // a "%" that encodes nothing: no place of ours has it
    }
  };

  // A place may be filtered out, and what it holds folded away.
  const show = (element) => {
    if (!element) return;
    if (element.closest("[hidden]")) ask(new URLSearchParams());
    for (const each of element.querySelectorAll(":scope > details")) each.open = true;
    go(element);
  };

  const go = (element) => {
    element.scrollIntoView();
    element.focus({ preventScroll: true });
  };

  let waiting = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(
      () => {
        filter();
        write(asked(), "replaceState");
      },
      event.target.type === "search" ? 150 : 0,
    );
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".reset").addEventListener("click", () => {
    ask(new URLSearchParams());
    write(asked(), "replaceState");
    form.elements.text.focus();
  });
  for (const link of document.querySelectorAll("a[data-filter]")) {
    const target = place(link.getAttribute("href").slice(1));
    link.href = `#${link.dataset.filter}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const wanted = new URLSearchParams(link.dataset.filter);
      write(wanted, "pushState");
      ask(wanted);
      go(target);
    });
  }

  // --- copying ---

  const announcement = document.querySelector(".announcement");

  const copy = async (button) => {
    const code = button.closest(".listing").querySelector("code");
    if (announcement.textContent) return;
    const name = button.textContent;
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // The browser does not let a page from disk write to the clipboard.
      getSelection().selectAllChildren(code);
      said = "Selected";
    }
    announcement.textContent = `${said}: ${name.replace("Copy ", "")}`;
    button.textContent = said;
    setTimeout(() => {
      announcement.textContent = "";
      button.textContent = name;
    }, 2000);
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", () => copy(button));
  }

  // --- the start ---

  for (const each of document.querySelectorAll(".script")) each.hidden = false;
  form.querySelector(".facets").open =
    matchMedia("(min-width: 70rem)").matches || location.hash.includes("=");
  addEventListener("hashchange", read);
  ask(new URLSearchParams());
  read();
})();
