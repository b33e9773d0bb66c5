/** Rules: workflows with their newest runs, and the life of a run step by step. */

import { get, post } from "../api.js";
import { badge, button, h, list } from "../dom.js";
import { moment, say } from "../words.js";

const TONES = { active: "leaf", paused: "plain", draft: "sky", ended: "plain" };
const RUNS = {
  COMPLETED: "leaf", FAILED: "brick", CANCELLED: "plain", PAUSED: "plain",
  WAITING: "sky", WAITING_APPROVAL: "sky", RUNNING: "sky", PENDING: "sky",
};
const OVER = new Set(["COMPLETED", "CANCELLED", "FAILED"]);

export async function rules(scene) {
  const { items } = await get("/workflows", { limit: 100 });
  return list(items.map((one) => rule(one, scene)), say("nothing_yet"));
}

function rule(one, scene) {
  const details = h("details", { class: "runs" }, h("summary", {}, say("runs")));
  details.addEventListener("toggle", () => details.open && scene.carefully(() => fill(details, one, scene)), { once: true });
  return h(
    "li",
    { class: "tall" },
    h("div", { class: "said" }, h("strong", {}, one.name), h("span", { class: "aside" }, one.event ?? one.schedule ?? "")),
    badge(say(one.status), TONES[one.status]),
    scene.shop.role === "OWNER" ? lever(one, scene) : null,
    details,
  );
}

function lever(one, { again, carefully }) {
  const [key, act] = one.status === "active" ? ["pause", "pause"] : ["switch_on", "activate"];
  if (one.status === "ended") return null;
  const pull = () => carefully(() => post(`/workflows/${one.id}/${act}`).then(again));
  return button(say(key), pull, { class: "quiet" });
}

async function fill(details, one, scene) {
  const { runs } = await get(`/workflows/${one.id}`);
  details.append(list(runs.map((run) => life(run, scene)), say("no_runs")));
}

function life(run, scene) {
  const steps = h("details", {}, h("summary", {}, moment(run.started_at), " ", badge(say(`run.${run.status}`), RUNS[run.status])));
  steps.addEventListener("toggle", () => steps.open && scene.carefully(() => unfold(steps, run, scene)), { once: true });
  return h("li", { class: "tall" }, steps);
}

async function unfold(holder, run, { shop, again, carefully }) {
  const whole = await get(`/runs/${run.id}`);
  holder.append(h("ol", { class: "steps" }, whole.steps.map(step)));
  if (shop.role !== "OWNER") return;
  const pull = (act) => () => carefully(() => post(`/runs/${run.id}/${act}`).then(again));
  if (run.status === "FAILED") holder.append(button(say("retry_run"), pull("retry"), { class: "quiet" }));
  if (!OVER.has(run.status)) holder.append(button(say("cancel_run"), pull("cancel"), { class: "quiet danger" }));
}

function step(one) {
  const told = [one.type, moment(one.finished_at ?? one.started_at)];
  if (one.attempt > 1) told.push(say("attempt", { number: one.attempt }));
  return h(
    "li",
    {},
    h("strong", {}, one.step),
    h("span", { class: "aside" }, told.join(" · ")),
    badge(one.status, one.error ? "brick" : "plain"),
    one.error ? h("pre", {}, JSON.stringify(one.error, null, 1)) : null,
  );
}
