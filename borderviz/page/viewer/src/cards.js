// The card: one incident, what its reports say, and how each statement was come by.

import { citationLine, copyField } from "./cite.js";
import { foreign, h, httpsAddress, outsideLink } from "./dom.js";
import { markStyle } from "./events.js";
import { countryName, known, ruleLabel, t, tn } from "./i18n.js";
import { linkTo } from "./links.js";
import { entryOf } from "./list.js";
import { incidentPeople, incidentWhen, incidentWhere, whatWords } from "./phrases.js";
import {
  dateWords, distanceRange, distanceWords, findingWords, integer, peopleWords, periodWords, shareWords, whenWords,
} from "./words.js";

/** @import { Assessment, EventRow, Incident, Model, Place } from "./types.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Store } from "./store.js" */
/** @import { Swatches } from "./swatches.js" */

/** A cluster's list is cut there; the filters and the zoom lead further. */
const MOST_LISTED = 100;

/**
 * @param {Model} model @param {Store} store @param {Swatches} swatches
 * @param {Reader} reader
 */
export function createCard(model, store, swatches, reader) {
  const card = h("section", {
    class: "bv-card", hidden: true,
    attributes: { role: "dialog", "aria-labelledby": "bv-card-title", tabindex: "-1" },
  });
  const show = (/** @type {(Node | null)[]} */ ...children) => {
    card.hidden = false;
    card.replaceChildren(...children.filter((child) => child !== null));
    card.scrollTop = 0;
  };
  const hide = () => {
    card.hidden = true;
    card.replaceChildren();
  };
  const draw = () => {
    const { selected, rule } = store.state;
    if (selected === null) {
      hide();
      return;
    }
    const incident = model.incident(selected);
    show(
      headOf(model, incident, rule, swatches, reader),
      h("div", { class: "bv-card-body" }, ...bodyOf(model, incident, rule), citationOf(model, incident)),
      stepsOf(incident, reader));
  };
  const showPlain = (/** @type {HTMLElement} */ title, /** @type {Node} */ body) => {
    store.set({ selected: null });
    show(
      h("div", { class: "bv-card-head" }, h("h2", { attributes: { id: "bv-card-title" } }, title), closeButton(reader)),
      h("div", { class: "bv-card-body" }, body));
  };
  const showFeature = (/** @type {{ name: string, text: string }} */ { name, text }) =>
    showPlain(foreign(t("card.feature", { name })), h("p", {}, foreign(text)));
  const showMany = (/** @type {number[]} */ members) =>
    showPlain(foreign(tn("card.many", members.length)), membersOf(model, store, swatches, reader, members));
  store.subscribe((state, before) => {
    if (state.selected !== before.selected || (state.selected !== null && state.rule !== before.rule)) draw();
    else if (state.selected !== null && state.selection !== before.selection) {
      card.querySelector(".bv-steps")?.replaceWith(stepsOf(model.incident(state.selected), reader));
    }
  });
  return { element: card, showFeature, showMany, hide, draw };
}

/** @typedef {ReturnType<typeof createCard>} Card */

/**
 * The incidents of a cluster that cannot be brought apart.
 * @param {Model} model @param {Store} store @param {Swatches} swatches @param {Reader} reader
 * @param {number[]} members
 */
function membersOf(model, store, swatches, reader, members) {
  const entries = members.slice(0, MOST_LISTED).map((index) =>
    h("li", {}, entryOf(model, model.incident(index), store.state.rule, swatches, reader)));
  const more = members.length - entries.length;
  return h("div", { class: "bv-list bv-members" },
    h("ol", {}, ...entries),
    more ? h("p", { class: "bv-small", text: t("card.many.more", { n: integer(more) }) }) : null);
}

/** @param {Reader} reader */
function closeButton(reader) {
  return h("button", {
    class: "bv-close", text: "×", onclick: () => reader.close(),
    attributes: { type: "button", "aria-label": t("card.close") },
  });
}

/**
 * @param {Model} model @param {Incident} incident @param {number} rule @param {Swatches} swatches
 * @param {Reader} reader
 */
function headOf(model, incident, rule, swatches, reader) {
  const kicker = incident.aggregate
    ? t("card.aggregate")
    : t("card.incident", { number: integer(incident.number), n: integer(model.columns.order.length) });
  return h("div", { class: "bv-card-head" },
    swatches.mark(markStyle(model, incident, rule)),
    h("div", { class: "bv-card-titles" },
      h("p", { class: "bv-small", text: kicker }),
      h("h2", { attributes: { id: "bv-card-title" } }, foreign(whatWords(model, incident))),
      h("p", { class: "bv-small" }, foreign(incidentWhen(incident)))),
    closeButton(reader));
}

/** @param {Incident} incident @param {Reader} reader */
function stepsOf(incident, reader) {
  const step = (/** @type {"previous" | "next"} */ key, /** @type {number} */ by) => {
    const button = h("button", {
      text: t(`card.${key}`), onclick: () => reader.step(by),
      attributes: { type: "button", "aria-label": t(`card.${key}.name`), "data-step": key },
    });
    button.disabled = reader.neighbour(incident.index, by) < 0;
    return button;
  };
  const steps = incident.number ? [step("previous", -1), step("next", 1)] : [];
  const zoom = incident.location === null ? null : h("button", {
    text: t("card.zoom"), onclick: () => reader.zoomTo(incident.index), attributes: { type: "button" },
  });
  return h("div", { class: "bv-steps" }, ...steps, zoom);
}

/** Lines to copy: one for each report, as one would cite it, and the link to this card. @param {Model} model @param {Incident} incident */
function citationOf(model, incident) {
  const lines = incident.events.map((event) => citationLine(model, event));
  return h("details", { class: "bv-cite" },
    h("summary", { text: t("cite.title") }),
    copyField(t("cite.event"), [...lines, linkTo({ event: incident.events[0].event_id })].join("\n")));
}

/** @param {Model} model @param {Incident} incident @param {number} rule */
function bodyOf(model, incident, rule) {
  const { events } = incident;
  if (events.length === 1) {
    return [summaryOf(events[0]), factsOf(model, events[0]), rulesOf(model, events[0].assessments, rule), sourceOf(events[0])];
  }
  const shared = sameFindings(events);
  return [
    h("dl", { class: "bv-facts" },
      ...fact(t("card.where"), foreign(incidentWhere(model, incident))),
      ...fact(t("card.people"), incidentPeople(incident) || t("people.none"))),
    h("p", { class: "bv-small", text: originsOf(events) }),
    shared ? rulesOf(model, events[0].assessments, rule) : null,
    h("h3", { text: t("card.sources") }),
    h("div", { class: "bv-reports" }, ...events.map((event, index) =>
      h("article", {},
        h("h4", { text: t("card.report", { number: index + 1 }) }),
        summaryOf(event), factsOf(model, event),
        shared ? null : rulesOf(model, event.assessments, rule),
        sourceOf(event)))),
  ];
}

/** @param {EventRow[]} events */
function sameFindings(events) {
  const texts = events.map(({ assessments }) => JSON.stringify(assessments.map((one) => ({ ...one, event: null }))));
  return texts.every((text) => text === texts[0]);
}

/** @param {EventRow[]} events */
function originsOf(events) {
  const origins = new Set(events.map(({ origin_id: origin, row }) => origin ?? `row ${row}`)).size;
  return t(origins === 1 ? "card.origins.one" : "card.origins", { reports: events.length, origins });
}

/** @param {EventRow} event */
function summaryOf({ summary, quote }) {
  return h("div", { class: "bv-say" },
    summary ? h("p", {}, foreign(summary)) : null,
    quote ? h("blockquote", { attributes: { "aria-label": t("card.quote") } }, foreign(quote)) : null);
}

/** @param {string} term @param {...(Node | string | null)} details */
function fact(term, ...details) {
  const shown = details.filter((detail) => detail !== null && detail !== "");
  if (!shown.length) return [];
  return [h("dt", { text: term }), h("dd", {}, ...shown.map((detail) =>
    h("div", {}, detail)))];
}

/** @param {Model} model @param {EventRow} event */
function factsOf(model, event) {
  return h("dl", { class: "bv-facts" },
    ...fact(t("card.when"), ...whenOf(event)),
    ...fact(t("card.where"), ...whereOf(event.location === null ? null : model.place(event.location), event)),
    ...fact(t("card.people"), peopleWords([event]) || t("people.none"),
      event.part_of ? foreign(t("card.part_of", { id: event.part_of })) : null));
}

/** @param {EventRow} event */
function whenOf(event) {
  const interval = periodWords(event.date_start, event.date_end);
  const words = whenWords(event);
  return [
    foreign(words),
    event.date_text ? small(t("card.stated", { text: event.date_text })) : null,
    (event.date_start || event.date_end) && interval !== words ? small(t("card.interval", { interval })) : null,
    event.known_by ? small(t("card.known", { date: dateWords(event.known_by) })) : null,
  ];
}

/** @param {Place | null} place @param {EventRow} event */
function whereOf(place, event) {
  const confidence = event.confidence === null || event.confidence === "" ? null : String(event.confidence);
  const coding = [
    event.country ? small(t("card.country", { country: countryName(event.country) })) : null,
    confidence ? small(t("card.confidence", { confidence: known(`confidence.${confidence}`, confidence) })) : null,
  ];
  if (!place) return [t("list.placeless"), ...coding];
  const resolved = place.resolution === "resolved";
  const how = resolved && place.method
    ? t("card.resolution", { method: known(`method.${place.method}`, place.method.replaceAll("_", " ")) })
    : t(`resolution.${place.resolution}`);
  const reach = place.shape === "disc" && place.radius_m !== null ? place.radius_m : null;
  return [
    place.place ? foreign(place.place) : t("list.placeless"),
    place.reason ? h("span", { class: "bv-small" }, `${how}: `, foreign(place.reason, undefined, "en")) : small(how),
    reach === null ? null : small(t("card.radius", { distance: distanceWords(reach / 1000) })),
    place.candidates.length && !resolved ? small(t("list.candidates", { list: place.candidates.join("; ") })) : null,
    ...coding,
  ];
}

/** @param {string} text */
function small(text) {
  return h("span", { class: "bv-small" }, foreign(text));
}

/** @param {Model} model @param {Assessment[]} assessments @param {number} rule the chosen one comes first */
function rulesOf(model, assessments, rule) {
  const chosen = (/** @type {Assessment} */ one) => (one.rule === rule ? 0 : 1);
  const sorted = [...assessments].sort((first, second) => chosen(first) - chosen(second) || first.rule - second.rule);
  return h("div", { class: "bv-rules" },
    h("h3", { text: t("card.rules") }),
    sorted.length
      ? h("ul", {}, ...sorted.map((one) => assessmentOf(model, one)))
      : h("p", { class: "bv-small", text: t("card.norules") }));
}

/** @param {Model} model @param {Assessment} one */
function assessmentOf(model, one) {
  const words = findingWords({ verdict: one.verdict, inForce: one.in_force, side: one.side });
  const lines = reckoningOf(one);
  return h("li", {},
    h("b", { text: words }),
    h("div", { class: "bv-small" }, foreign(ruleLabel(model.rules[one.rule]))),
    lines.length
      ? h("details", {}, h("summary", { text: t("card.reckoning") }), ...lines.map((text) => h("p", { text })))
      : null);
}

/** @param {Assessment} one */
function reckoningOf(one) {
  const lines = [];
  if (one.p !== null) lines.push(t("card.p", { p: shareWords(one.p) }));
  if (one.p_min !== null && one.p_max !== null && one.p_min !== one.p_max) {
    lines.push(t("card.p.range", { low: shareWords(one.p_min), high: shareWords(one.p_max) }));
  }
  const distance = distanceRange(one.distance_km_min, one.distance_km_max);
  if (distance) lines.push(t("card.distance", { distance }));
  if (one.side === "both") lines.push(`${t("finding.both")}.`);
  if (one.t !== null && one.in_force === "possibly") lines.push(t("card.t", { t: shareWords(one.t) }));
  return lines;
}

/** @param {EventRow} event */
function sourceOf(event) {
  const title = event.source_title || event.source_outlet || t("card.untitled");
  const link = event.source_url ? outsideLink(event.source_url, title) : null;
  const credit = [
    event.source_outlet && event.source_outlet !== title ? event.source_outlet : "",
    event.source_published ? t("card.published", { date: dateWords(event.source_published) }) : "",
  ].filter(Boolean).join(", ");
  const bad = event.source_url && !httpsAddress(event.source_url);
  return h("p", { class: "bv-source" },
    h("span", { class: "bv-small", text: `${t("card.source")}: ` }),
    link ?? foreign(title),
    credit ? h("span", { class: "bv-small" }, " ", foreign(credit)) : null,
    bad ? h("span", { class: "bv-small" }, " ", foreign(t("card.badlink", { url: event.source_url ?? "" }), 400)) : null,
    event.source_url ? null : h("span", { class: "bv-small", text: ` ${t("card.nosource")}` }));
}

/** @param {Model} model @param {Incident} incident @param {number} rule for the live region */
export function announce(model, incident, rule) {
  const finding = model.finding(incident.index, rule);
  const gaps = {
    number: integer(incident.number), n: integer(model.columns.order.length), what: whatWords(model, incident),
    when: incidentWhen(incident), where: incidentWhere(model, incident),
    finding: finding.told ? findingWords(finding) : "",
  };
  return t(incident.aggregate ? "card.selected.aggregate" : "card.selected", gaps);
}
