// The journal as it grows: rows are copies of the page's own template. Without this file the page is loaded again.
"use strict";
const journal = document.querySelector("[data-follows]");
if (journal && window.EventSource) {
  const button = document.getElementById("follow");
  const state = document.getElementById("follow-state");
  const row = document.getElementById("call-row");
  const rows = journal.querySelector("tbody");
  const most = Number(journal.dataset.most);
  let source = null;
  const tone = (outcome) =>
    ["good", "warn"].find((name) => journal.dataset[name].split(" ").includes(outcome)) ?? "bad";
  const fill = (call) => {
    const copy = row.content.firstElementChild.cloneNode(true);
    for (const place of copy.querySelectorAll("[data-field]")) {
      place.textContent = call[place.dataset.field] ?? "";
    }
    copy.querySelector("a").href = `${journal.dataset.calls}${call.sequence}${journal.dataset.query}`;
    copy.querySelector("[data-field=at]").textContent = call.at.replace("T", " ").replace("Z", "");
    copy.querySelector("[data-field=outcome]").classList.add(tone(call.outcome));
    copy.querySelector("[data-field=duration_us]").textContent = `${(call.duration_us / 1000).toFixed(1)} ms`;
    copy.classList.add("new");
    rows.prepend(copy);
    while (rows.children.length > most) rows.lastElementChild.remove();
    journal.hidden = false;
  };
  const say = (what) => { state.textContent = button.dataset[what]; };
  const stop = () => { source.close(); source = null; button.setAttribute("aria-pressed", "false"); say("off"); };
  const start = () => {
    source = new EventSource(journal.dataset.follows);
    source.addEventListener("open", () => say("on"));
    source.addEventListener("call", (event) => fill(JSON.parse(event.data)));
    source.addEventListener("restart", () => rows.replaceChildren());
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) stop(); else say("lost"); });
    button.setAttribute("aria-pressed", "true");
  };
  button.hidden = false;
  button.addEventListener("click", () => { if (source) stop(); else start(); });
}
