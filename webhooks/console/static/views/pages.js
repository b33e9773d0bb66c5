/** A list that goes on: a page of rows, and a button for the next. */

import { get } from "../api.js";
import { button, h, list } from "../dom.js";
import { say } from "../words.js";

export async function pages(path, query, draw, empty, carefully) {
  const first = await get(path, query);
  const holder = h("div", {}, list(first.items.map(draw), empty));
  const more = button(say("more"), () => carefully(next), { class: "quiet more" });
  let cursor = first.next_cursor;
  if (cursor) holder.append(more);

  async function next() {
    const page = await get(path, { ...query, cursor });
    holder.querySelector(".sheet").append(...page.items.map(draw));
    cursor = page.next_cursor;
    if (!cursor) more.remove();
  }

  return holder;
}

/** Parts of a room, of which one is shown. */
export function tabs(room, names, open) {
  const links = names.map((name) =>
    h("a", { href: `#${room}/${name}`, "aria-current": name === open ? "true" : null }, say(name)),
  );
  return h("div", { class: "tabs" }, links);
}
