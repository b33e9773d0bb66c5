/** A new PIN for whoever is in, by a code that is sent to their chat. */

import { post, Refused } from "../api.js";
import { button, h } from "../dom.js";
import { field, label } from "../forms.js";
import { say } from "../words.js";

export function pin(carefully) {
  const place = h("div", { class: "pin" });
  const send = button(say("pin_new"), () => carefully(ask), { class: "quiet" });

  async function ask() {
    tell("");
    try {
      await post("/auth/pin/code");
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      return tell("pin_no_way");
    }
    place.replaceChildren(form(carefully, done, again));
    place.querySelector("input").focus();
  }

  function done() {
    place.replaceChildren(send, told);
    tell("pin_kept");
  }

  function again() {
    place.replaceChildren(send, told);
    tell("wrong_code");
  }

  const told = h("p", { class: "aside", role: "status" });
  const tell = (key) => {
    told.textContent = key && say(key);
  };
  place.append(send, told);
  return [h("h2", {}, say("pin")), h("p", { class: "aside" }, say("pin_why")), place];
}

function form(carefully, done, again) {
  const code = digits("text", "one-time-code");
  const first = digits("password", "new-password");
  const second = digits("password", "new-password");
  const told = h("p", { class: "aside", role: "status" }, say("pin_sent"));
  const sheet = h(
    "form",
    { class: "gate", novalidate: true },
    told,
    label("code", code),
    label("pin_digits", first),
    label("pin_again", second),
    h("button", { class: "main" }, say("pin_keep")),
  );

  async function keep() {
    if (first.value !== second.value) return wrong("pin_differs", second);
    try {
      await post("/auth/pin", { code: code.value.trim(), pin: first.value });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) return again();
      if (error.status !== 422) throw error;
      const isCode = error.problem.errors?.some((one) => one.field === "code");
      return isCode ? wrong("pin_wrong_code", code) : wrong("pin_easy", first);
    }
    done();
  }

  function wrong(key, input) {
    told.textContent = say(key);
    input.select();
  }

  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    carefully(keep);
  });
  return sheet;
}

const digits = (type, autocomplete) => field(type, autocomplete, { inputmode: "numeric", maxlength: "6" });
