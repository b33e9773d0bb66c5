/** The gate: a phone or an e-mail with a password, or with a code that is sent there. */

import * as api from "./api.js";
import { button, h } from "./dom.js";
import { field, label } from "./forms.js";
import { say } from "./words.js";

const WRONG = { 401: "wrong_sign_in", 422: "wrong_sign_in", 429: "slow_down" };

export function signIn(enter, complain) {
  const address = field("text", "username");
  const password = field("password", "current-password");
  const form = h(
    "form",
    { class: "gate", novalidate: true },
    h("h1", {}, say("sign_in")),
    label("address", address),
    label("password", password),
    h("button", { class: "main" }, say("sign_in")),
    button(say("send_code"), () => send(), { class: "quiet" }),
  );

  async function attempt(act, wrong = WRONG) {
    complain(null);
    try {
      await act();
    } catch (error) {
      if (error instanceof api.Offline) complain(say("offline"));
      else if (error instanceof api.Refused) complain(say(wrong[error.status] ?? "offline"));
      else throw error;
    }
  }

  async function send() {
    await attempt(async () => {
      const awaited = await api.knock("/auth/otp", addressed(address.value));
      form.replaceWith(codeForm(awaited, enter, attempt));
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const body = { ...addressed(address.value), password: password.value };
      api.take(await api.knock("/auth/login", body));
      await enter();
    });
  });
  return form;
}

function codeForm(awaited, enter, attempt) {
  const code = field("text", "one-time-code");
  code.inputMode = "numeric";
  const form = h(
    "form",
    { class: "gate", novalidate: true },
    h("h1", {}, say("sign_in")),
    label("code", code),
    h("button", { class: "main" }, say("sign_in")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = { verification: awaited.verification, code: code.value.trim() };
    const wrong = { 401: "wrong_code", 422: "wrong_code", 429: "slow_down" };
    attempt(async () => {
      api.take(await api.knock("/auth/otp/verify", body));
      await enter();
    }, wrong);
  });
  queueMicrotask(() => code.focus());
  return form;
}

const addressed = (text) => {
  const given = text.trim();
  return given.includes("@") ? { email: given } : { phone: given.replace(/[\s-]/g, "") };
};
