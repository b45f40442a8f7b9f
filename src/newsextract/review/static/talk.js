// Speaking with the server, and to the reviewer.
const csrf = document.querySelector('meta[name="csrf"]').content;
const toast = document.querySelector(".toast");
let hiding = 0;

export function say(words, bad = false) {
  toast.textContent = words;
  toast.classList.toggle("bad", bad);
  toast.hidden = !words;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, bad ? 8000 : 1600);
}

export async function ask(path) {
  try {
    const answer = await fetch(path, { credentials: "same-origin" });
    return await answer.text();
  } catch (error) {
    say(error.message, true);
    return null;
  }
}

// A change is named, so that sending it again after a broken connection does not make it twice.
export async function post(path, fields) {
  const body = new URLSearchParams(fields);
  body.delete("csrf");
  body.set("request", name());
  const options = { method: "POST", body, credentials: "same-origin", headers: { "X-CSRF-Token": csrf, Accept: "application/json" } };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    answer = await fetch(path, options);
  }
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.headers.get("content-type")?.startsWith("application/json") ? answer.json() : null;
}

async function reason(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text).error;
  } catch {
    return text.trim() || `${answer.status} ${answer.statusText}`;
  }
}

function name() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
