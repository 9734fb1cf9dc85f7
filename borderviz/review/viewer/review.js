// The review page: the article on the left with its marks, its drafts on the right.
// All data are text and reach the page through textContent and value.

/**
 * @typedef {{id: string, title: string, outlet: string, published: string, url: string, text: string | null,
 *   mentions: [number, number, string, string, string][], quotes: ([number, number] | null)[]}} Article
 * @typedef {{types: string[], columns: string[], drafts: string[][], articles: Article[]}} Payload
 * @typedef {{row: string[], first: string[], article: number, quote: [number, number] | null, decision: string,
 *   card: HTMLLIElement | null}} Draft
 */

const FIELDS = [
  ["event_type", "Type", ""], ["date", "Date (EDTF)", ""], ["country", "Country", ""],
  ["place", "Place", "wide"], ["place_id", "Place id", ""],
  ["killed_low", "Killed: low", ""], ["killed_best", "best", ""], ["killed_high", "high", ""],
  ["arrested_low", "Arrested: low", ""], ["arrested_best", "best", ""], ["arrested_high", "high", ""],
  ["involved_low", "Involved: low", ""], ["involved_best", "best", ""], ["involved_high", "high", ""],
  ["incident_id", "Incident", "wide"], ["part_of", "Part of", ""],
  ["summary", "Summary", "whole"], ["notes", "Notes", "whole"],
];
const KEPT = new Set(["accepted", "corrected"]);
const KEYS = new Map([["a", "accept"], ["r", "reject"], ["u", "undo"], ["c", "correct"], ["j", "next"], ["k", "previous"]]);

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Payload} */
const payload = JSON.parse(byId("data").textContent ?? "");
const at = new Map(payload.columns.map((name, index) => [name, index]));
const drafts = readDrafts();
let chosen = 0;
let saved = true;

/** @param {string} tag @param {string} [text] @param {string} [className] */
function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** @returns {Draft[]} */
function readDrafts() {
  const places = new Map(payload.articles.map((article, index) => [article.id, index]));
  const seen = payload.articles.map(() => 0);
  return payload.drafts.map((row) => {
    const article = places.get(row[at.get("article_id") ?? 0]) ?? 0;
    const quote = payload.articles[article].quotes[seen[article]] ?? null;
    seen[article] += 1;
    return { row: [...row], first: row, article, quote, decision: "", card: null };
  });
}

/** @param {Draft} draft @param {string} name */
const cell = (draft, name) => draft.row[at.get(name) ?? -1] ?? "";

/** @param {Draft} draft */
const changed = (draft) => draft.row.some((value, index) => value !== draft.first[index]);

// --- the article ---------------------------------------------------------------------------------

/** @param {Article} article */
function showHead(article) {
  const head = byId("article-head");
  const about = [article.outlet, article.published].filter(Boolean).join(" · ");
  const meta = element("p", about, "meta");
  if (/^https:\/\//i.test(article.url)) {
    const link = /** @type {HTMLAnchorElement} */ (element("a", article.url));
    link.href = article.url;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    meta.append(about ? " · " : "", link);
  } else if (article.url) {
    meta.append(about ? " · " : "", article.url);
  }
  head.replaceChildren(element("h2", article.title || article.id), meta);
}

/** @param {Article} article */
function showText(article) {
  const target = byId("text");
  if (article.text === null) {
    target.replaceChildren(element("p", "The text of this article is not at hand; name its file with --articles.", "why"));
    return;
  }
  const text = article.text;
  const current = drafts[chosen].quote;
  const quotes = drafts.filter((draft) => payload.articles[draft.article] === article && draft.quote).map((draft) => draft.quote);
  const cuts = new Set([0, text.length]);
  for (const span of [...article.mentions, ...quotes]) if (span) [span[0], span[1]].forEach((cut) => cuts.add(cut));
  const edges = [...cuts].sort((a, b) => a - b);
  target.replaceChildren(...edges.slice(1).map((end, index) => piece(article, text, edges[index], end, quotes, current)));
  target.querySelector(".current")?.scrollIntoView({ block: "center" });
}

/**
 * @param {Article} article @param {string} text @param {number} start @param {number} end
 * @param {([number, number] | null)[]} quotes @param {[number, number] | null} current
 */
function piece(article, text, start, end, quotes, current) {
  const span = element("span", text.slice(start, end));
  /** @param {[number, number, ...unknown[]] | null} other */
  const inside = (other) => other !== null && other[0] <= start && end <= other[1];
  if (quotes.some(inside)) span.classList.add("quote");
  if (inside(current)) span.classList.add("current");
  const mention = article.mentions.find(inside);
  if (mention) {
    const [, , name, kind, resolution] = mention;
    span.classList.add("place");
    if (resolution !== "resolved") span.classList.add("doubt");
    span.title = [name || "unknown", kind, resolution].filter(Boolean).join(", ");
  }
  return span;
}

// --- the drafts ----------------------------------------------------------------------------------

/** @param {Draft} draft */
function makeCard(draft) {
  const card = /** @type {HTMLLIElement} */ (element("li", "", "card"));
  const head = element("header");
  const title = `${cell(draft, "event_type").replaceAll("_", " ")} · ${cell(draft, "event_id")}`;
  head.append(element("h3", title), element("span", "", "decision"));
  const fields = element("div", "", "fields");
  for (const [name, label, size] of FIELDS) if (at.has(name)) fields.append(makeField(draft, name, label, size));
  const actions = element("div", "", "actions");
  for (const [verb, label] of [["accept", "Accept"], ["correct", "Correct"], ["reject", "Reject"], ["undo", "Undo"]]) {
    const button = /** @type {HTMLButtonElement} */ (element("button", label));
    button.type = "button";
    button.dataset.verb = verb;
    button.addEventListener("click", () => { choose(drafts.indexOf(draft)); act(verb); });
    actions.append(button);
  }
  const review = cell(draft, "review");
  const rules = ["type_rule", "date_rule", "place_rule"].map((name) => cell(draft, name)).filter(Boolean).join(" · ");
  card.append(head, element("blockquote", cell(draft, "quote")));
  if (review) card.append(element("p", `Look at it because: ${review}`, "why"));
  card.append(fields, actions, element("p", rules, "rules"));
  card.addEventListener("focusin", () => choose(drafts.indexOf(draft)));
  card.addEventListener("click", () => choose(drafts.indexOf(draft)));
  return card;
}

/** @param {Draft} draft @param {string} name @param {string} label @param {string} size */
function makeField(draft, name, label, size) {
  const holder = element("label", label, size);
  const isType = name === "event_type";
  const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (element(isType ? "select" : "input"));
  if (isType) {
    for (const type of new Set([...payload.types, cell(draft, name)])) {
      const option = /** @type {HTMLOptionElement} */ (element("option", type.replaceAll("_", " ")));
      option.value = type;
      control.append(option);
    }
  }
  control.name = name;
  control.value = cell(draft, name);
  control.addEventListener("input", () => edit(draft, name, control.value));
  holder.append(control);
  return holder;
}

/** @param {Draft} draft @param {string} name @param {string} value */
function edit(draft, name, value) {
  draft.row[at.get(name) ?? 0] = value;
  if (name === "place" && at.has("place_id")) {
    // the id and the name belonged to the place as it was drafted
    const same = value === draft.first[at.get("place") ?? 0];
    for (const other of ["place_id", "place_name"]) {
      if (at.has(other)) draft.row[at.get(other) ?? 0] = same ? draft.first[at.get(other) ?? 0] : "";
    }
  }
  if (KEPT.has(draft.decision)) draft.decision = changed(draft) ? "corrected" : "accepted";
  saved = false;
  refresh(draft);
}

/** @param {Draft} draft */
function refresh(draft) {
  const card = draft.card;
  if (!card) return;
  card.dataset.decision = draft.decision;
  /** @type {HTMLElement} */ (card.querySelector(".decision")).textContent = draft.decision;
  for (const control of card.querySelectorAll("input, select")) {
    const field = /** @type {HTMLInputElement} */ (control);
    const value = cell(draft, field.name);
    if (field.value !== value) field.value = value;
    field.classList.toggle("changed", value !== draft.first[at.get(field.name) ?? 0]);
  }
  for (const button of card.querySelectorAll("button")) {
    const pressed = { accept: "accepted", correct: "corrected", reject: "rejected" }[button.dataset.verb ?? ""];
    if (pressed) button.setAttribute("aria-pressed", String(draft.decision === pressed));
  }
  showProgress();
}

function showProgress() {
  const decided = drafts.filter((draft) => draft.decision).length;
  const kept = drafts.filter((draft) => KEPT.has(draft.decision)).length;
  byId("progress").textContent = `${decided} of ${drafts.length} drafts decided, ${kept} kept · ${payload.articles.length} articles`;
}

/** @param {number} index */
function choose(index) {
  const before = drafts[chosen];
  if (index === chosen && drafts[index].card) return;
  const next = drafts[index];
  chosen = index;
  if (next.card === null || before.article !== next.article) showArticle(next.article);
  before.card?.classList.remove("chosen");
  next.card?.classList.add("chosen");
  showText(payload.articles[next.article]);
}

/** @param {number} index */
function showArticle(index) {
  showHead(payload.articles[index]);
  const own = drafts.filter((draft) => draft.article === index);
  for (const draft of drafts) if (draft.article !== index) draft.card = null;
  for (const draft of own) draft.card ??= makeCard(draft);
  byId("cards").replaceChildren(...own.map((draft) => /** @type {HTMLElement} */ (draft.card)));
  own.forEach(refresh);
  byId("article").scrollTop = 0;
}

// --- what a person does --------------------------------------------------------------------------

/** @param {string} verb */
function act(verb) {
  const draft = drafts[chosen];
  if (verb === "next" || verb === "previous") {
    move(verb === "next" ? 1 : -1);
    return;
  }
  if (verb === "correct") {
    draft.decision = "corrected";
    const field = /** @type {HTMLElement | null | undefined} */ (draft.card?.querySelector("select, input"));
    field?.focus();
  } else if (verb === "accept") {
    draft.decision = changed(draft) ? "corrected" : "accepted";
  } else if (verb === "reject") {
    draft.decision = "rejected";
  } else {
    draft.decision = "";
    draft.row = [...draft.first];
  }
  saved = false;
  refresh(draft);
  if (verb === "accept" || verb === "reject") move(1);
}

/** @param {number} step */
function move(step) {
  const index = chosen + step;
  if (index < 0 || index >= drafts.length) return;
  choose(index);
  drafts[index].card?.scrollIntoView({ block: "nearest" });
}

// --- CSV -----------------------------------------------------------------------------------------

/** A cell that a spreadsheet would run gets an apostrophe. @param {string} text */
function guarded(text) {
  const core = text.replace(/^'+/, "");
  const runs = /^[\t\r\n]/.test(core) || /^\s*[=+\-@＝＋－＠]/u.test(core);
  return runs && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(core) ? `'${text}` : text;
}

/** @param {string} text */
function quoted(text) {
  const safe = guarded(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {boolean} all */
function csv(all) {
  const chosenRows = drafts.filter((draft) => all || KEPT.has(draft.decision));
  const own = at.get("decision");
  const names = own === undefined ? [...payload.columns, "decision"] : payload.columns;
  const kept = new Set(chosenRows.map((draft) => cell(draft, "event_id")));
  const lines = [names.map(quoted).join(",")];
  for (const draft of chosenRows) {
    const row = [...draft.row];
    const whole = at.get("part_of");
    if (whole !== undefined && !kept.has(row[whole])) row[whole] = "";
    if (own === undefined) row.push(draft.decision);
    else row[own] = draft.decision;
    lines.push(row.map(quoted).join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** @param {boolean} all @param {string} name */
function download(all, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv(all)], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  saved = true;
}

byId("download").addEventListener("click", () => download(false, "reviewed.csv"));
byId("download-all").addEventListener("click", () => download(true, "decisions.csv"));
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select")) return;
  const verb = KEYS.get(event.key);
  if (!verb) return;
  event.preventDefault();
  act(verb);
});
window.addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});

if (drafts.length) {
  choose(0);
} else {
  byId("text").textContent = "There are no drafts to review.";
}
showProgress();
document.documentElement.classList.add("review-ready");
