/** A period's figures, and who comes next. */

import { get } from "../api.js";
import { h, list, row } from "../dom.js";
import { moment, money, number, period, say } from "../words.js";
import { tabs } from "./pages.js";

const PERIODS = ["day", "yesterday", "week", "month"];
const KINDS = ["sale", "expense", "purchase", "drawing", "debt", "debt_paid", "payable", "payable_paid"];

export async function today({ rest }) {
  const chosen = PERIODS.includes(rest[0]) ? rest[0] : "day";
  const [told, coming, open] = await Promise.all([
    get("/reports/summary", period(chosen)),
    get("/appointments", { since: new Date().toISOString(), limit: 100 }),
    get("/approvals", { status: "open", limit: 100 }),
  ]);
  return [
    tabs("today", PERIODS, chosen),
    cards(told, open.items.length),
    part("sold_most", told.items, ({ item, quantity, amount }) =>
      row(item, [quantity === null ? null : number(quantity)], money(amount)),
    ),
    part("by_person", told.people, ({ name, amount }) => row(name ?? "", [], money(amount))),
    part("coming", soonest(coming.items), ({ name, service, at }) =>
      row(name, [service], moment(at)),
    ),
  ].flat();
}

const soonest = (items) =>
  items
    .filter(({ status }) => status === "scheduled" || status === "confirmed")
    .sort((one, other) => one.at.localeCompare(other.at))
    .slice(0, 5);

function cards(told, waiting) {
  const moved = KINDS.filter((kind) => kind === "sale" || Number(told.totals[kind] ?? 0) !== 0);
  const each = moved.map((kind) => card(say(kind), money(told.totals[kind] ?? 0), kind === "sale"));
  each.push(card(say("owed_to_us"), money(told.owed_to_us)));
  if (Number(told.owed_by_us)) each.push(card(say("owed_by_us"), money(told.owed_by_us)));
  const link = h("a", { href: "#approvals", class: "card" }, h("span", {}, say("waiting")), h("b", {}, String(waiting)));
  if (waiting) each.push(link);
  return h("div", { class: "cards" }, each);
}

const card = (name, figure, main = false) =>
  h("div", { class: main ? "card first" : "card" }, h("span", {}, name), h("b", {}, figure));

function part(key, items, draw) {
  return items.length ? [h("h2", {}, say(key)), list(items.map(draw), "")] : [];
}
