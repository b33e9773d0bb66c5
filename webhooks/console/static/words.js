/** What the page says, in the language of whoever reads it; money, days and hours as they write them. */

const SYMBOLS = { KES: "Ksh", TZS: "TSh", UGX: "USh" };
const CHOSEN = "karani.language";

let words = {};
let language = "en";
let shop = { currency: "KES", timezone: "Africa/Nairobi" };

export const spoken = () => language;

export async function speak(code) {
  const answer = await fetch(`${document.body.dataset.words}${code}.json`);
  if (!answer.ok) return;
  words = await answer.json();
  language = code;
  document.documentElement.lang = code;
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === code));
  }
}

export const chosen = () => localStorage.getItem(CHOSEN);
export const choose = (code) => localStorage.setItem(CHOSEN, code);

export function say(key, values = {}) {
  const text = words[key] ?? key.split(".").pop();
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

/** In the reader's language, of a text that is there in several. */
export const inOurs = (texts) => texts[language] ?? Object.values(texts)[0] ?? "";

export function serve(place) {
  shop = place;
}

export function money(amount, currency = shop.currency) {
  const value = Number(amount);
  const cents = Number.isInteger(value) ? 0 : 2;
  const figure = Math.abs(value).toLocaleString("en", {
    minimumFractionDigits: cents,
    maximumFractionDigits: cents,
  });
  return `${value < 0 ? "-" : ""}${SYMBOLS[currency] ?? currency}\u00a0${figure}`;
}

export const number = (value) => Number(value).toLocaleString("en");

export function day(date) {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, options).format(new Date(`${date}T00:00:00Z`));
}

export function moment(iso) {
  const options = {
    day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23", timeZone: shop.timezone,
  };
  return new Intl.DateTimeFormat(language, options).format(new Date(iso));
}

/** The business days of a period that ends today, as the API names days. */
export function period(name) {
  const today = new Date(`${localDay()}T00:00:00Z`);
  const first = new Date(today);
  if (name === "yesterday") first.setUTCDate(first.getUTCDate() - 1);
  if (name === "week") first.setUTCDate(first.getUTCDate() - ((first.getUTCDay() + 6) % 7));
  if (name === "month") first.setUTCDate(1);
  const last = name === "yesterday" ? first : today;
  return { first: plain(first), last: plain(last) };
}

function localDay() {
  const now = new Date(Date.now() - (shop.day_ends_hour ?? 0) * 3_600_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: shop.timezone }).format(now);
}

const plain = (date) => date.toISOString().slice(0, 10);
