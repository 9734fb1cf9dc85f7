// Days as numbers since 1970-01-01, and back as ISO texts.

const DAY_MS = 86400000;

/** @param {number} day @returns {string} such as 2021-01-28 */
export function isoDay(day) {
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  const head = year >= 0 && year <= 9999 ? String(year).padStart(4, "0") : String(year);
  return `${head}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, "0");
}

/** @param {number} year @param {number} [month] from 0 @returns {number} its first day */
export function dayOf(year, month = 0) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return Math.round(date.getTime() / DAY_MS);
}

/** @param {number} day @returns {[number, number]} year, and month from 0 */
export function yearMonth(day) {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth()];
}
