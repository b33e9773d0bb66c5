/** The console: who is in, where they are, and what they see there. */

import * as api from "./api.js";
import { button, h } from "./dom.js";
import { signIn } from "./signing_in.js";
import { chosen, choose, say, serve, speak } from "./words.js";
import { approvals } from "./views/approvals.js";
import { book } from "./views/book.js";
import { messages } from "./views/messages.js";
import { rules } from "./views/rules.js";
import { team } from "./views/team.js";
import { today } from "./views/today.js";

const ROOMS = { today, approvals, book, rules, messages, team };
const SHOP = "karani.shop";

const main = document.querySelector("#main");
const rooms = document.querySelector("#rooms");
const note = document.querySelector("#note");
const who = document.querySelector("#who");

let me = null;
let shop = null;
let names = new Map();
let visit = 0;

async function begin() {
  await speak(chosen() ?? document.documentElement.lang);
  for (const one of document.querySelectorAll("[data-language]")) {
    one.addEventListener("click", () => change(one.dataset.language));
  }
  addEventListener("hashchange", () => me && show());
  if (api.isKept()) await enter();
  else gate();
}

async function change(code) {
  choose(code);
  await speak(code);
  if (me) await show();
  else gate();
}

function gate(words = null) {
  me = shop = null;
  rooms.hidden = true;
  who.replaceChildren();
  complain(words);
  main.replaceChildren(signIn(enter, complain));
  main.querySelector("input")?.focus();
}

async function enter() {
  await carefully(async () => {
    me = await api.get("/auth/me");
    if (!chosen() && me.language) await speak(me.language);
    const kept = me.organizations.find((one) => one.id === sessionStorage.getItem(SHOP));
    const only = me.organizations.length === 1 ? me.organizations[0] : null;
    if (kept ?? only) await work(kept ?? only);
    else choice();
  });
}

function choice() {
  complain(me.organizations.length ? null : say("no_shop"));
  rooms.hidden = true;
  who.replaceChildren(button(say("sign_out"), out, { class: "quiet" }));
  const each = me.organizations.map((one) =>
    h("li", {}, button(one.name, () => carefully(() => work(one)), { class: "wide" })),
  );
  main.replaceChildren(h("h1", {}, say("which_shop")), h("ul", { class: "sheet" }, each));
}

async function work(place) {
  api.workIn(place.id);
  sessionStorage.setItem(SHOP, place.id);
  shop = { ...(await api.get(`/organizations/${place.id}`)), role: place.role };
  serve(shop);
  const members = await api.get(`/organizations/${place.id}/members`, { limit: 200 });
  names = new Map(members.items.map((one) => [one.id, one.name ?? one.phone ?? ""]));
  await show();
}

async function show() {
  if (!shop) return choice();
  const [name, ...rest] = location.hash.slice(1).split("/");
  const room = ROOMS[name] ? name : "today";
  furnish(room);
  const mine = ++visit;
  main.setAttribute("aria-busy", "true");
  await carefully(async () => {
    const shown = await ROOMS[room]({ me, shop, rest, nameOf, again: show, carefully });
    if (mine !== visit) return; // Somebody went on meanwhile.
    main.replaceChildren(h("h1", {}, say(room)), ...[shown].flat());
  });
  main.removeAttribute("aria-busy");
}

const nameOf = (id) => names.get(id) ?? "";

function furnish(room) {
  complain(null);
  rooms.hidden = false;
  const links = Object.keys(ROOMS).map((name) =>
    h("a", { href: `#${name}`, "aria-current": name === room ? "page" : null }, say(name)),
  );
  rooms.replaceChildren(...links);
  rooms.querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
  const several = me.organizations.length > 1;
  who.replaceChildren(
    several ? button(shop.name, leaveShop, { class: "quiet" }) : h("span", {}, shop.name),
    h("span", { class: "aside" }, say(shop.role)),
    button(say("sign_out"), out, { class: "quiet" }),
  );
}

function leaveShop() {
  sessionStorage.removeItem(SHOP);
  shop = null;
  choice();
}

async function out() {
  await api.leave();
  sessionStorage.removeItem(SHOP);
  gate();
}

/** Do it, and say in a sentence what stood against it. */
async function carefully(act) {
  try {
    await act();
  } catch (error) {
    if (error instanceof api.SignedOut) gate(say("signed_out"));
    else if (error instanceof api.Offline) complain(say("offline"), true);
    else if (error instanceof api.Refused) complain(refusal(error));
    else throw error;
  }
}

function refusal({ status, message }) {
  if (status === 403) return say("not_allowed");
  if (status === 429) return say("slow_down");
  return message || say("offline");
}

function complain(words, again = false) {
  note.hidden = !words;
  note.replaceChildren(words ?? "");
  if (words && again && shop) note.append(" ", button(say("try_again"), show, { class: "quiet" }));
}

begin();
