/** Elements made from data: text is always text, so nobody's name becomes a script. */

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, act, props = {}) {
  return h("button", { type: "button", ...props, on: { click: act } }, text);
}

/** A list of rows, or a sentence where there are none. */
export function list(rows, empty) {
  return rows.length ? h("ul", { class: "sheet" }, rows) : h("p", { class: "empty" }, empty);
}

/** A row: what it is, what is said of it, and its figure. */
export function row(title, details, figure, ...more) {
  return h(
    "li",
    {},
    h("div", { class: "said" }, h("strong", {}, title), details.filter(Boolean).map((one) => h("span", { class: "aside" }, one))),
    figure ? h("div", { class: "figure" }, figure) : null,
    more,
  );
}

export function badge(text, tone) {
  return h("span", { class: `badge ${tone}` }, text);
}
