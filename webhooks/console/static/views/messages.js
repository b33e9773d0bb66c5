/** What went out, by which way, and what became of it. */

import { badge, h } from "../dom.js";
import { moment, say } from "../words.js";
import { pages } from "./pages.js";

const TONES = {
  queued: "sky", sending: "sky", unknown: "sky", sent: "leaf", delivered: "leaf", read: "leaf",
  failed: "brick", suppressed: "plain",
};

export function messages(scene) {
  return pages("/communications/messages", { limit: 30 }, (one) => draw(one, scene), say("nothing_yet"), scene.carefully);
}

function draw(one, { nameOf }) {
  const name = nameOf(one.person_id) || one.to;
  const way = one.channel === "none" ? null : say(`channel.${one.channel}`);
  const told = [way, moment(one.sent_at ?? one.created_at), one.error].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "div",
      { class: "said" },
      h("strong", {}, say("to_whom", { name })),
      one.text === null ? h("p", { class: "aside" }, say("hidden")) : h("p", {}, one.text),
      h("span", { class: "aside" }, told.join(" · ")),
    ),
    badge(say(`message.${one.status}`), TONES[one.status] ?? "plain"),
  );
}
