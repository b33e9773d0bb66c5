/** Who works here, one's own PIN, and for an owner the proof that the audit is whole. */

import { get } from "../api.js";
import { badge, button, h, list, row } from "../dom.js";
import { day, number, say } from "../words.js";
import { pin } from "./pin.js";

export async function team({ shop, carefully }) {
  const { items } = await get(`/organizations/${shop.id}/members`, { limit: 200 });
  const people = list(items.map(member), say("nothing_yet"));
  const own = [people, ...pin(carefully)];
  return shop.role === "OWNER" ? [...own, ...audit(carefully)] : own;
}

const member = (one) =>
  row(
    one.name ?? one.phone ?? "",
    [one.phone, say("joined", { when: day(one.joined_at.slice(0, 10)) })],
    null,
    badge(say(one.role), one.role === "OWNER" ? "leaf" : "plain"),
  );

function audit(carefully) {
  const told = h("p", { class: "aside", role: "status" });
  const prove = async () => {
    told.textContent = say("loading");
    told.textContent = await proof();
  };
  const check = button(say("audit_check"), () => carefully(prove), { class: "quiet" });
  return [h("h2", {}, say("audit")), check, told];
}

async function proof() {
  let after = 0;
  let checked = 0;
  while (after !== null) {
    const part = await get("/audit/verify", { after });
    checked += part.checked;
    if (!part.holds) return say("audit_broken", { number: number(part.faults[0].sequence) });
    after = part.next;
  }
  return say("audit_whole", { number: number(checked) });
}
