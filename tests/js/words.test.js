import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { httpsAddress } from "../../borderviz/page/viewer/src/dom.js";
import { LANGUAGES, countryName, nameOf, setLanguage, t, tn } from "../../borderviz/page/viewer/src/i18n.js";
import { WORDS as CHINESE } from "../../borderviz/page/viewer/src/languages/zh.js";
import { WORDS as ENGLISH } from "../../borderviz/page/viewer/src/languages/en.js";
import { WORDS as KOREAN } from "../../borderviz/page/viewer/src/languages/ko.js";
import { oneLine } from "../../borderviz/page/viewer/src/phrases.js";
import { mix, safeColour, translucent } from "../../borderviz/page/viewer/src/theme.js";
import {
  countWords, dateWords, distanceRange, findingWords, headlineWords, peopleWords, periodWords, shareWords,
  whenWords, widest,
} from "../../borderviz/page/viewer/src/words.js";

const table = (say, rows) => {
  for (const [input, expected] of rows) assert.equal(say(input), expected, JSON.stringify(input));
};

test("EDTF dates in words", () => table(dateWords, [
  ["2021-01-28", "28 January 2021"],
  ["2020-08", "August 2020"],
  ["2020", "2020"],
  ["XXXX-05-28", "28 May, year not stated"],
  ["2021-12-02?", "2 December 2021 (doubtful)"],
  ["2020-08~", "about August 2020"],
  ["2020-08%", "about August 2020 (doubtful)"],
  ["2020-08-25/2020-08-27", "25–27 August 2020"],
  ["2024-01-15/2024-02-05", "15 January – 5 February 2024"],
  ["2019/2023", "2019 – 2023"],
  ["../2018-01-10", "on or before 10 January 2018"],
  ["2024-02-05/..", "on or after 5 February 2024"],
  ["[2020-08-25,2020-08-26]", "25 August 2020 or 26 August 2020"],
  ["[2020-08-25..2020-08-27]", "between 25 August 2020 and 27 August 2020"],
  ["[..2020-08]", "on or before August 2020"],
  ["{2020-08-25,2020-08-26}", "25 August 2020 and 26 August 2020"],
  ["2020-08-2X", "20–29 August 2020"],
  ["2021-02-2X", "20–28 February 2021"],
  ["2020-21", "spring 2020"],
  ["202X", "the 2020s"],
  ["<b>soon</b>", "<b>soon</b>"],
  [null, "date not known"],
]));

test("intervals in words", () => table(([start, end]) => periodWords(start, end), [
  [["2021-01-28", "2021-01-28"], "28 January 2021"],
  [["2021-02-01", "2021-02-28"], "February 2021"],
  [["2021-01-01", "2021-12-31"], "2021"],
  [["2020-12-30", "2021-01-02"], "30 December 2020 – 2 January 2021"],
  [[null, "2023-07-01"], "on or before 1 July 2023"],
  [["2023-07-01", null], "on or after 1 July 2023"],
  [[null, null], "date not known"],
]));

test("a date without a year keeps its bound", () => {
  const event = { date: "XXXX-05-28", date_start: null, date_end: "2023-07-01" };
  assert.equal(whenWords(event), "28 May, year not stated, not after 1 July 2023");
  assert.equal(whenWords({ ...event, date: null }), "on or before 1 July 2023");
});

test("counts say no more than was reported", () => table(countWords, [
  [[10, 10, 10], "10"],
  [[3, 5, 9], "3–9 (best figure 5)"],
  [[1, 1, 2], "1–2"],
  [[2, null, null], "at least 2"],
  [[null, null, 7], "up to 7"],
  [[null, 4, null], "4"],
  [[0, 0, 0], "0"],
  [[12000, null, 12500], "12\u202f000–12\u202f500"],
  [[null, null, null], ""],
  [null, ""],
]));

test("several reports give the widest range, an open end stays open", () => {
  assert.deepEqual(widest([[1, 1, 2], [2, 2, 2]]), [1, null, 2]);
  assert.deepEqual(widest([[1, 1, 2], null]), [1, 1, 2]);
  assert.deepEqual(widest([[1, null, null], [4, 4, 4]]), [1, null, null]);
  assert.equal(widest([null, null]), null);
  const none = { killed: null, arrested: null, involved: null };
  assert.equal(peopleWords([{ ...none, killed: [1, 1, 1], involved: [3, 3, 4] }]), "1 killed, 3–4 involved");
  assert.equal(peopleWords([none]), "");
});

test("shares are not rounded to none or all", () => table(shareWords, [
  [0, "0 %"], [0.001, "under 1 %"], [0.554, "55 %"], [0.999, "over 99 %"], [1, "100 %"],
]));

test("distances", () => table(([low, high]) => distanceRange(low, high), [
  [[0, 7.84], "0 m – 7.8 km"], [[0.4, 0.4], "400 m"], [[24, 1290], "24 km – 1\u202f290 km"],
  [[null, 2], "2 km"], [[null, null], ""],
]));

test("findings: place, other bank, and time", () => table(findingWords, [
  [{ verdict: "possible", inForce: "yes", side: "own" }, "May lie inside; rule in force"],
  [{ verdict: "outside", inForce: "no", side: "other" }, "Outside: on the other bank; rule not in force then"],
  [{ verdict: "inside", inForce: "possibly", side: null }, "Inside; rule may have been in force"],
]));

test("the headline is a range unless it is exact", () => table(headlineWords, [
  [{ low: 3, high: 9, incidents: 14 }, "Between 3 and 9 of 14 incidents"],
  [{ low: 4, high: 4, incidents: 14 }, "4 of 14 incidents"],
  [{ low: 0, high: 0, incidents: 14 }, "None of the 14 incidents"],
  [{ low: 14, high: 14, incidents: 14 }, "All 14 incidents"],
]));

test("gaps are filled once, and only with what was given", () => {
  assert.equal(t("headline.rest", { rule: "{low} $& {rule}" }), "lay inside “{low} $& {rule}” while it was in force.");
  assert.equal(t("headline.exact", { n: 1 }), "{low} of 1 incidents");
  assert.equal(t("no.such.key"), "no.such.key");
  assert.equal(tn("meta.reports", 1), "1 report");
  assert.equal(tn("meta.reports", 0), "0 reports");
});

test("each language is called by its own name", () => {
  assert.deepEqual(LANGUAGES, [["en", "English"], ["ko", "한국어"], ["zh", "中文"]]);
});

test("names follow the language of the page and fall back", () => {
  const names = { en: "Ark", ko: "아크", zh: null };
  setLanguage("ko-KR");
  assert.equal(nameOf(names), "아크");
  assert.equal(t("list.title"), "사건");
  setLanguage("zh");
  assert.equal(nameOf(names), "Ark");
  setLanguage("constructor");
  assert.equal(nameOf(names), "Ark");
  assert.equal(nameOf(null), "");
});

test("dates and people in the order of each language", () => {
  const said = () => [periodWords("2024-01-15", "2024-02-05"), peopleWords([{ killed: [3, 3, 4], arrested: null, involved: null }])];
  setLanguage("ko");
  assert.deepEqual(said(), ["2024년 1월 15일 – 2월 5일", "사망 3~4명"]);
  setLanguage("zh");
  assert.deepEqual(said(), ["2024年1月15日 – 2月5日", "死亡 3–4 人"]);
  setLanguage("en");
  assert.deepEqual(said(), ["15 January – 5 February 2024", "3–4 killed"]);
});

test("only https addresses are followed", () => table(httpsAddress, [
  ["https://example.org/a b", "https://example.org/a%20b"],
  ["HTTPS://example.org", "https://example.org/"],
  ["http://example.org", null],
  ["javascript:alert(1)", null],
  [" javascript:alert(1)", null],
  ["data:text/html,<b>", null],
  ["//example.org", null],
  ["", null],
  [null, null],
]));

test("a text in a line is one line", () => {
  assert.equal(oneLine(" a\n\tb "), "a b");
  assert.equal(oneLine("x".repeat(1e6)).length, 241);
});

test("colours from the payload are colours or are not used", () => {
  assert.equal(safeColour("#D55E00", "#000000"), "#D55E00");
  for (const bad of ["red", "url(x)", "#fff", "#D55E00;", null]) assert.equal(safeColour(bad, "#123456"), "#123456");
  assert.equal(mix("#000000", "#ffffff", 0.5), "#808080");
  assert.equal(translucent("#000000", 0.5), "#00000080");
});

test("country codes in words, anything else as it is", () => table(countryName, [
  ["FR", "France"], ["QQ", "QQ"], ["France", "France"], ["<b>", "<b>"],
]));

const gapsOf = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const [name, words] of [["Korean", KOREAN], ["Chinese", CHINESE]]) {
  test(`${name} has every word of the page, with its gaps`, () => {
    const wanted = Object.keys(ENGLISH).filter((key) => !key.endsWith(".one") || key === "card.origins.one");
    assert.deepEqual(Object.keys(words).sort(), wanted.sort());
    for (const key of wanted) {
      assert.deepEqual(gapsOf(words[key]), gapsOf(ENGLISH[key]), key);
      assert.equal(words[key].split("|").length, ENGLISH[key].split("|").length, key);
    }
  });
}

test("every word that the viewer asks for is there, and no other", () => {
  const folder = new URL("../../borderviz/page/viewer/src/", import.meta.url);
  const code = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const asked = new Set([...code.matchAll(/["`]([a-z]+(?:\.[a-z_]+)+)["`]/g)].map(([, key]) => key));
  const families = [...code.matchAll(/`([a-z]+)\.\$\{/g)].map(([, family]) => family);
  families.push(...["type", "verdict", "force", "bank", "province", "outlet", "confidence"]);
  for (const key of asked) if (!key.endsWith(".js")) assert.ok(key in ENGLISH || /^borderviz|^key\.one$/.test(key), `${key} has no words`);
  for (const key of Object.keys(ENGLISH)) {
    const told = asked.has(key.replace(/\.one$/, "")) || asked.has(key) || families.includes(key.split(".")[0]);
    assert.ok(told, `${key} is never asked for`);
  }
});
