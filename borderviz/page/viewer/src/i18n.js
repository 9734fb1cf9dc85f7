// The words of the page, by language. A language that lacks a word falls back to English.

import { WORDS as en } from "./languages/en.js";
import { WORDS as ko } from "./languages/ko.js";
import { WORDS as zh } from "./languages/zh.js";

/** @import { BackgroundLabel, Names, Rule } from "./types.js" */

/** @type {Record<string, Record<string, string>>} */
const STRINGS = { en, ko, zh };

/** The languages of the page, each by its own name. */
export const LANGUAGES = Object.keys(STRINGS).map((code) =>
  [code, new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code]);

let language = "en";

/** @param {string} code a language of the page, such as "en" or "ko-KR" */
export function setLanguage(code) {
  const base = code.split("-")[0];
  language = Object.hasOwn(STRINGS, base) ? base : "en";
}

/** @returns {string} the language that is set */
export function currentLanguage() {
  return language;
}

/**
 * The words for a key, with its gaps filled.
 * @param {string} key
 * @param {Record<string, string | number>} [gaps]
 */
export function t(key, gaps = {}) {
  const text = STRINGS[language][key] ?? STRINGS.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(gaps, name) ? String(gaps[name]) : whole);
}

/** The words for a key, or others where there are none. @param {string} key @param {string} otherwise */
export function known(key, otherwise) {
  return STRINGS[language][key] ?? STRINGS.en[key] ?? otherwise;
}

/**
 * The same, for one thing or several: `key.one` when there is one, if the language has it.
 * @param {string} key @param {number} n
 */
export function tn(key, n) {
  const single = `${key}.one`;
  const shown = String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return n === 1 && STRINGS[language][single] ? t(single, { n }) : t(key, { n: shown });
}

/** @param {Names | null | undefined} names @returns {string} */
export function nameOf(names) {
  if (!names) return "";
  const own = /** @type {Record<string, string | null | undefined>} */ (/** @type {unknown} */ (names));
  return own[language] || names.en || names.ko || names.zh || "";
}

/**
 * What a rule says of itself: in the language of the page where it does, else as it is.
 * @param {Rule} rule @returns {{ label: string, description: string | null, doubts: string[] }}
 */
export function ruleWords({ label, description, doubts, words }) {
  const own = words?.[language];
  return {
    label: own?.label || label, description: own?.description || description,
    doubts: own?.doubts.length ? own.doubts : doubts,
  };
}

/** @param {Rule | undefined} rule @returns {string} */
export function ruleLabel(rule) {
  return rule ? ruleWords(rule).label : "";
}

/** Zones have the label of their rule, or one of their own. @param {Rule | undefined} rule @param {string} label of the zone */
export function zoneLabel(rule, label) {
  return rule && label === rule.label ? ruleLabel(rule) : label;
}

/** Scripts that tell of a language, those of one language alone first. @type {[RegExp, string][]} */
const SCRIPTS = [
  [/\p{Script=Hangul}/u, "ko"], [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "ja"],
  [/\p{Script=Han}/u, "zh"], [/\p{Script=Cyrillic}/u, "und-Cyrl"], [/\p{Script=Latin}/u, "und-Latn"],
];
/** @type {Record<string, RegExp>} */
const OWN_SCRIPT = { en: /\p{Script=Latin}/u, ko: /\p{Script=Hangul}/u, zh: /\p{Script=Han}/u };

/**
 * How a text that keeps the language of its source is marked, where its script is not the page's.
 * The script of a text tells its language at most in part: then it is marked by the script.
 * @param {string} text @returns {string} empty where it needs no mark
 */
export function languageOf(text) {
  const others = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
  if (OWN_SCRIPT[language].test(text) && !(language === "zh" && others.test(text))) return "";
  return SCRIPTS.find(([script]) => script.test(text))?.[1] ?? "";
}

/**
 * The name as the place itself writes it, for a second line under the name shown.
 * @param {BackgroundLabel} label
 */
export function nativeName({ name, native }) {
  if (native !== undefined) return native ?? "";
  return language === "en" ? name.ko || name.zh || "" : "";
}

/** @param {string} code a two-letter code; anything else is shown as it is */
export function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([language], { type: "region", fallback: "code" }).of(code) ?? code;
}
