/** The parts of a form: a field, and the words over it. */

import { h } from "./dom.js";
import { say } from "./words.js";

export function field(type, autocomplete, more = {}) {
  const plain = { required: true, autocapitalize: "none", spellcheck: "false" };
  return h("input", { type, autocomplete, ...plain, ...more });
}

export const label = (key, input) => h("label", {}, h("span", {}, say(key)), input);
