/** The line to Karani: questions and answers as JSON, errors in words for a person. */

const PATIENCE_MS = 10000;
const FIELDS = { from: "This number", phone: "This number", text: "The message" };

/** A JSON answer; an error whose message is for the person. */
export async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Error("Karani does not answer.");
  }
  const document = await answer.json().catch(() => ({}));
  if (!answer.ok) throw refusal(answer.status, document);
  return document;
}

function refusal(status, { errors = [], detail }) {
  const wrong = errors.map((error) => `${FIELDS[error.field] ?? error.field} ${error.detail}.`);
  const words = wrong.join(" ") || detail || `Karani answered with error ${status}.`;
  return Object.assign(new Error(words), { fields: errors.map(({ field }) => field) });
}

/** An id for a message, so that one sent twice is heard once. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
