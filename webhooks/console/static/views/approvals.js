/** Approvals: what waits for an answer, with exactly what was asked, and what was decided. */

import { Refused, get, post } from "../api.js";
import { badge, button, h, list } from "../dom.js";
import { inOurs, moment, money, say } from "../words.js";

const TONES = { open: "sky", approved: "leaf", rejected: "brick", expired: "plain", cancelled: "plain" };

export async function approvals(scene) {
  const [open, all] = await Promise.all([
    get("/approvals", { status: "open", limit: 100 }),
    get("/approvals", { limit: 30 }),
  ]);
  const decided = all.items.filter(({ status }) => status !== "open");
  return [
    h("h2", {}, say("waiting")),
    list(open.items.map((one) => asked(one, scene)), say("none_waiting")),
    h("h2", {}, say("decided")),
    list(decided.map((one) => told(one, scene)), say("none_decided")),
  ];
}

function asked(one, scene) {
  const answers = h("div", { class: "answers" });
  const item = h(
    "li",
    { class: "asked", "data-code": one.code },
    h("div", { class: "said" }, title(one), details(one, scene)),
    one.amount === null ? null : h("div", { class: "figure" }, money(one.amount)),
    answers,
  );
  const idle = () =>
    answers.replaceChildren(
      button(say("approve"), () => confirm("approve"), { class: "yes" }),
      button(say("reject"), () => confirm("reject"), { class: "no" }),
    );
  const confirm = (decision) => {
    const sure = button(say(`sure_${decision}`), () => decide(decision), {
      class: decision === "approve" ? "main" : "main danger",
    });
    answers.replaceChildren(sure, button(say("not_now"), idle, { class: "quiet" }));
    sure.focus();
  };
  const decide = (decision) =>
    scene.carefully(async () => {
      try {
        await post(`/approvals/${one.id}/decision`, { decision, shown: one.shown });
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 409) throw error;
        await scene.again(); // Somebody was faster: what became of it stands below.
        throw error;
      }
      await scene.again();
    });
  if (mayDecide(one, scene)) idle();
  return item;
}

/** Whoever was asked: a role, or one person. The server has the last word. */
const mayDecide = (one, { me, shop }) => one.of === shop.role || one.of === me.id;

function told(one, { nameOf }) {
  const by = nameOf(one.decided_by);
  const when = one.decided_at ? moment(one.decided_at) : "";
  return h(
    "li",
    {},
    h("div", { class: "said" }, title(one), h("span", { class: "aside" }, by ? say("by_whom", { name: by, when }) : when),
      one.comment ? h("q", {}, one.comment) : null),
    badge(say(one.status), TONES[one.status]),
  );
}

const title = (one) =>
  h("strong", {}, h("span", { class: "code" }, one.code), " ", inOurs(one.question));

function details(one, { nameOf }) {
  const asker = nameOf(one.requested_by);
  return [
    asker ? h("span", { class: "aside" }, say("asked_by", { name: asker })) : null,
    h("span", { class: "aside" }, say("until", { when: moment(one.deadline) })),
  ];
}
