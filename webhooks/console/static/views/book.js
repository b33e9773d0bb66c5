/** The book: entries, who owes, customers, appointments. */

import { badge, h, row } from "../dom.js";
import { day, moment, money, number, say, spoken } from "../words.js";
import { pages, tabs } from "./pages.js";

const PARTS = {
  entries: { path: "/entries", draw: entry },
  debts: { path: "/debts", draw: debt },
  customers: { path: "/customers", draw: customer },
  appointments: { path: "/appointments", draw: appointment },
};
const STATES = { scheduled: "sky", confirmed: "leaf", kept: "leaf", missed: "brick", cancelled: "plain" };

export async function book(scene) {
  const open = PARTS[scene.rest[0]] ? scene.rest[0] : "entries";
  const { path, draw } = PARTS[open];
  const query = { limit: 30 };
  return [
    tabs("book", Object.keys(PARTS), open),
    await pages(path, query, (one) => draw(one, scene), say("nothing_yet"), scene.carefully),
  ];
}

function entry(one, { nameOf }) {
  const goods = [one.item ?? say(one.kind), amountOf(one)].filter(Boolean).join(" ");
  const details = [say(one.kind), day(one.business_date), one.customer, nameOf(one.person_id)];
  const undone = one.is_taken_back || one.reverses;
  const mark = undone ? badge(say("taken_back"), "plain") : null;
  const item = row(goods, [details.filter(Boolean).join(" · ")], money(one.amount, one.currency), mark);
  if (undone) item.classList.add("undone");
  return item;
}

/** Swahili names the unit first: mfuko 20. */
function amountOf({ quantity, unit }) {
  if (quantity === null) return "";
  const parts = [number(quantity), unit];
  return (spoken() === "sw" ? parts.reverse() : parts).filter(Boolean).join(" ");
}

function debt(one) {
  const since = one.owes_since ? say("since", { when: day(one.owes_since) }) : null;
  return row(one.name, [one.phone, since], money(one.owes_us));
}

function customer(one) {
  return row(one.name, [one.phone, one.note], Number(one.owes_us) ? money(one.owes_us) : null);
}

function appointment(one) {
  const state = h("span", { class: `dot ${STATES[one.status]}`, title: one.status });
  return row(one.name, [one.service], moment(one.at), state);
}
