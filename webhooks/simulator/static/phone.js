/** A phone in the browser: what one number and Karani say to each other, without reload. */

import { ask, newId } from "./line.js";

const SHOWN_MS = 700;
const HIDDEN_MS = 5000;
const REPLY_MS = 20000;
const SIGNS = { sending: "#clock", failed: "#cross" };
const STATUS = { sending: "sending", received: "received by Karani", failed: "not sent" };

const { messages: MESSAGES, send: SEND } = document.body.dataset;
const narrow = matchMedia("(width < 48rem)");
const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const calendar = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
});

class Phone {
  constructor(element) {
    this.element = element;
    this.find = (selector) => element.querySelector(selector);
    this.number = this.find(".number input");
    this.talk = this.find(".talk");
    this.hello = this.find(".hello");
    this.text = this.find("textarea");
    this.tab = document.querySelector(`[data-tab="${element.id}"]`);
    this.remember();
    this.listen();
    this.begin();
    this.watch();
  }

  get channel() {
    return this.find(".switch :checked").value;
  }

  /* What is typed and tapped */

  listen() {
    this.find(".write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(this.text.value);
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.say(this.text.value);
    });
    this.find(".chips").addEventListener("click", ({ target }) => {
      if (target.closest("button")) this.say(target.textContent, { keep: true });
    });
    this.find(".switch").addEventListener("change", () => this.begin());
    this.number.addEventListener("change", () => this.begin());
    this.number.addEventListener("keydown", ({ key }) => key === "Enter" && this.number.blur());
    document.addEventListener("visibilitychange", () => this.wake());
  }

  async say(words, { keep = false } = {}) {
    const text = words.trim();
    if (!text) return;
    if (!keep) {
      this.text.value = "";
      this.text.focus({ preventScroll: true });
    }
    const item = { id: newId(), direction: "in", text, status: "sending", at: new Date() };
    const bubble = this.add(item);
    bubble.dataset.pending = "";
    await this.post(item, bubble);
  }

  async post(item, bubble) {
    const { screen } = this;
    this.complain(null);
    this.mark(bubble, "sending");
    const { id, text } = item;
    const body = JSON.stringify({ from: this.address, text, channel: this.channel, id });
    const headers = { "Content-Type": "application/json" };
    try {
      await ask(SEND, { method: "POST", headers, body });
    } catch (error) {
      this.holding(() => this.mark(bubble, "failed"));
      bubble.querySelector(".again").onclick = () => this.post(item, bubble);
      if (screen === this.screen) this.complain(error, { stays: "fields" in error });
      return;
    }
    this.mark(bubble, "received");
    if (screen !== this.screen) return;
    this.expect(true);
    this.wake();
  }

  /* What Karani says */

  /** Another number or channel is another conversation: an empty screen. */
  begin() {
    this.screen = {};
    this.address = this.number.value; // While another is typed, this one holds.
    this.cursor = null;
    this.known = new Map();
    this.element.dataset.channel = this.channel;
    this.talk.replaceChildren(this.hello);
    this.hello.hidden = false;
    this.complain(null);
    this.expect(false);
    this.keep();
    this.wake();
  }

  async watch() {
    for (;;) {
      this.hurried = false;
      await this.look();
      if (this.hurried) continue;
      await new Promise((resolve) => {
        this.stir = resolve;
        setTimeout(resolve, document.hidden ? HIDDEN_MS : SHOWN_MS);
      });
    }
  }

  /** Look at once, or again if a look is on its way. */
  wake() {
    this.hurried = true;
    this.stir?.();
  }

  async look() {
    const { screen } = this;
    const question = new URLSearchParams({ phone: this.address, channel: this.channel });
    if (this.cursor) question.set("after", this.cursor);
    try {
      const page = await ask(`${MESSAGES}?${question}`);
      if (screen !== this.screen) return;
      this.show(page);
      if (!this.stays) this.complain(null);
    } catch (error) {
      if (screen === this.screen) this.complain(error);
    }
  }

  show({ items, cursor }) {
    const fresh = items.filter(({ id }) => !this.known.has(id));
    for (const item of items) {
      const bubble = this.known.get(item.id) ?? this.adopt(item) ?? this.add(item);
      this.mark(bubble, item.status);
    }
    if (fresh.some(({ direction }) => direction === "out")) {
      this.expect(false);
      if (this.cursor && "behind" in this.element.dataset) this.unread(true);
    }
    this.cursor = cursor;
  }

  /** The bubble of what was typed here, once Karani has it. */
  adopt({ id, direction, text }) {
    if (direction !== "in") return null;
    const mine = [...this.talk.querySelectorAll("[data-pending]:not(.sending, .failed)")];
    const bubble = mine.find((one) => one.querySelector(".words").textContent === text);
    if (!bubble) return null;
    delete bubble.dataset.pending;
    this.known.set(id, bubble);
    return bubble;
  }

  add({ id, direction, text, status, at, media_url: picture }) {
    const bubble = document.getElementById("bubble").content.firstElementChild.cloneNode(true);
    const moment = new Date(at);
    bubble.classList.add(direction);
    bubble.querySelector(".words").textContent = text;
    if (picture) this.paste(bubble, picture, text);
    const time = bubble.querySelector("time");
    time.dateTime = moment.toISOString();
    time.textContent = clock.format(moment);
    this.hello.hidden = true;
    this.known.set(id, bubble);
    this.place(bubble, moment);
    this.mark(bubble, status);
    return bubble;
  }

  /** The picture over the words; one that cannot be fetched leaves the words alone. */
  paste(bubble, address, text) {
    const link = document.createElement("a");
    const picture = new Image(720, 900);
    link.className = "picture";
    link.href = address;
    link.target = "_blank";
    picture.alt = `Chart: ${text.split("\n", 1)[0]}`;
    picture.onerror = () => this.holding(() => link.remove());
    picture.src = address;
    link.append(picture);
    bubble.prepend(link);
  }

  place(bubble, moment) {
    const { talk } = this;
    const day = moment.toDateString();
    if (this.screen.day !== day) {
      const line = document.getElementById("day").content.firstElementChild.cloneNode(true);
      line.textContent = day === new Date().toDateString() ? "Today" : calendar.format(moment);
      talk.append(line);
      this.screen.day = day;
    }
    this.holding(() => talk.append(bubble), bubble.classList.contains("in"));
  }

  /** Change the screen; whoever looked at its end still does. */
  holding(change, always = false) {
    const { talk } = this;
    const near = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
    change();
    if (near || always) talk.scrollTop = talk.scrollHeight;
  }

  mark(bubble, status) {
    bubble.classList.toggle("sending", status === "sending");
    bubble.classList.toggle("failed", status === "failed");
    bubble.querySelector("use").setAttribute("href", SIGNS[status] ?? "#ticks");
    bubble.querySelector(".again").hidden = status !== "failed";
    bubble.querySelector(".status").textContent = STATUS[status] ?? status;
  }

  /* Moods */

  /** Show that an answer is being written, for as long as one may be expected. */
  expect(soon) {
    clearTimeout(this.patience);
    this.find(".mood").textContent = soon ? "writing…" : "your clerk";
    if (soon) this.patience = setTimeout(() => this.expect(false), REPLY_MS);
  }

  /** Say what is wrong; nothing, once it is mended. What `stays` waits for the next message. */
  complain(error, { stays = false } = {}) {
    this.stays = stays;
    const notice = this.find(".notice");
    const words = error?.message ?? "";
    if (notice.textContent !== words) notice.textContent = words;
    this.holding(() => { notice.hidden = !words; });
    const wrong = error?.fields?.some((field) => field === "from" || field === "phone");
    this.number.setAttribute("aria-invalid", String(Boolean(wrong)));
  }

  unread(any) {
    this.tab.querySelector(".unread").hidden = !any;
  }

  /* What the browser remembers */

  keep() {
    const chosen = { number: this.address, channel: this.channel };
    try {
      localStorage.setItem(`karani.${this.element.id}`, JSON.stringify(chosen));
    } catch { /* A browser may refuse to remember. */ }
  }

  remember() {
    try {
      const kept = localStorage.getItem(`karani.${this.element.id}`);
      const { number, channel } = JSON.parse(kept) ?? {};
      if (number) this.number.value = number;
      const chosen = this.find(`.switch [value="${channel === "sms" ? "sms" : "whatsapp"}"]`);
      if (channel) chosen.checked = true;
    } catch { /* Then the page starts as it was written. */ }
  }
}

const phones = Array.from(document.querySelectorAll(".phone"), (element) => new Phone(element));

/** Bring one phone to the front; side by side both are. */
function arrange(front) {
  for (const phone of phones) {
    const behind = narrow.matches && phone !== front;
    phone.element.toggleAttribute("data-behind", behind);
    phone.tab.setAttribute("aria-pressed", String(!behind));
    if (!behind) {
      phone.unread(false);
      phone.talk.scrollTop = phone.talk.scrollHeight;
    }
  }
}

for (const phone of phones) phone.tab.addEventListener("click", () => arrange(phone));
narrow.addEventListener("change", () => arrange(phones[0]));
arrange(phones[0]);
