/** Asks of the API: signed in by tokens, which are renewed once when they have run out.
 *
 * The access token lives in this script alone; the refresh token in the tab's own storage, gone
 * when the tab is closed, so that a reload is no sign-out.
 */

const KEPT = "karani.refresh";
const base = document.body.dataset.api;

let access = null;
let organization = null;
let renewing = null;

export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? "");
    this.status = status;
    this.problem = problem ?? {};
  }
}

export class SignedOut extends Error {}

export class Offline extends Error {}

export const isKept = () => sessionStorage.getItem(KEPT) !== null;

export function workIn(id) {
  organization = id;
}

export function take(tokens) {
  access = tokens.access_token;
  sessionStorage.setItem(KEPT, tokens.refresh_token);
}

export async function leave() {
  try {
    await call("POST", "/auth/logout");
  } catch {
    // Whoever leaves is out here, whatever the server says.
  }
  forget();
}

function forget() {
  access = null;
  organization = null;
  sessionStorage.removeItem(KEPT);
}

export const get = (path, query = {}) => call("GET", path + asked(query));
export const post = (path, body) => call("POST", path, body);

function asked(query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** Before anybody is signed in. */
export const knock = (path, body) => send("POST", path, body);

async function call(method, path, body) {
  if (access === null) await renew();
  try {
    return await send(method, path, body);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) throw error;
    await renew();
    return send(method, path, body);
  }
}

/** One renewal at a time: a refresh token is good once. */
function renew() {
  renewing ??= fresh().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function fresh() {
  const refresh = sessionStorage.getItem(KEPT);
  if (!refresh) throw new SignedOut();
  access = null;
  try {
    take(await send("POST", "/auth/refresh", { refresh_token: refresh }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    forget();
    throw new SignedOut();
  }
}

async function send(method, path, body) {
  const headers = { Accept: "application/json" };
  if (access) headers.Authorization = `Bearer ${access}`;
  if (organization) headers["X-Organization-Id"] = organization;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Offline();
  }
  const text = await answer.text();
  const told = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refused(answer.status, told);
  return told;
}
