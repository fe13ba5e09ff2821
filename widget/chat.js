// The page of the web chat: Deep Chat shows it, this adapter talks to the channel and maps quick replies to payloads.
import "./vendor/deep-chat.js";

const KEY = "eczema-advisor-session";
const WELCOME = "Hello. Describe a patient, or ask about a treatment of moderate-to-severe eczema.";
const choices = new Map(); // the title of a quick reply -> what it sends

async function newSession() {
  const answer = await fetch("session", { method: "POST" });
  if (!answer.ok) throw new Error((await answer.json()).message);
  sessionStorage.setItem(KEY, (await answer.json()).token);
}

async function call(path, body) {
  for (const last of [false, true]) {
    if (!sessionStorage.getItem(KEY)) await newSession();
    const headers = { Authorization: `Bearer ${sessionStorage.getItem(KEY)}` };
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
    if (answer.status === 401 && !last) {
      sessionStorage.removeItem(KEY);
      continue;
    }
    if (!answer.ok) throw new Error((await answer.json()).message);
    return answer;
  }
}

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

// Bare addresses become links.
const linked = (text) => text.replace(/\bhttps:\/\/[^\s<>)\]]+[^\s<>)\].,;]/g, (url) => `<${url}>`);

function bubbles(messages) {
  const shown = [];
  for (const message of messages) {
    if (message.from === "user") {
      shown.push({ role: "user", text: message.text });
      continue;
    }
    if (message.text) shown.push({ role: "ai", text: linked(message.text) });
    if (message.custom) shown.push(...marks(message.custom));
    if (message.buttons) shown.push(replies(message.buttons));
  }
  return shown;
}

function marks(custom) {
  const verdicts = Object.entries(custom.verdicts || {}).map(([name, verdict]) => `<li>${escaped(`${name}: ${verdict}`)}</li>`);
  const status = custom.statements?.length ? `<p class="status">${escaped(`Content ${custom.review}; knowledge ${custom.knowledge_version}.`)}</p>` : "";
  const list = verdicts.length ? `<ul class="verdicts" aria-label="Verdicts">${verdicts.join("")}</ul>` : "";
  return list || status ? [{ role: "ai", html: list + status }] : [];
}

function replies(buttons) {
  for (const button of buttons) choices.set(button.title, button.payload);
  const made = buttons.map((button) => `<button class="deep-chat-button deep-chat-suggestion-button">${escaped(button.title)}</button>`);
  return { role: "ai", html: `<div class="replies" role="group" aria-label="Quick replies">${made.join("")}</div>` };
}

async function answered(text) {
  const payload = choices.get(text);
  const answer = await call("message", payload ? { choice: payload } : { text });
  return bubbles((await answer.json()).messages);
}

// Whatever was written, by whomever: a link leads to a page on the web or nowhere.
function keepSafe(root) {
  for (const link of root.querySelectorAll("a[href]")) if (link.protocol !== "https:") link.removeAttribute("href");
}

// Names for what the component leaves nameless, and a log that screen readers follow.
function name(root) {
  const named = { "#messages": ["log", "Messages"], "#text-input": ["textbox", "Your message"], ".input-button": ["button", "Send"] };
  for (const [part, [role, label]] of Object.entries(named)) {
    for (const found of root.querySelectorAll(part)) {
      found.setAttribute("role", role);
      found.setAttribute("aria-label", label);
    }
  }
}

// A table may be wider than a phone: it scrolls by itself, with the keyboard too.
function openTables(root) {
  for (const table of root.querySelectorAll("table:not([tabindex])")) {
    table.tabIndex = 0;
    table.setAttribute("aria-label", "Comparison");
    const corner = table.querySelector("th");
    if (corner && !corner.textContent.trim()) corner.textContent = "Compared";
  }
}

function watch(chat) {
  const tidy = () => {
    keepSafe(chat.shadowRoot);
    name(chat.shadowRoot);
    openTables(chat.shadowRoot);
  };
  new MutationObserver(tidy).observe(chat.shadowRoot, { childList: true, subtree: true });
  tidy();
}

function made() {
  const chat = document.createElement("deep-chat");
  chat.setAttribute("style", "width:100%;height:100%;border:none;font-family:system-ui,sans-serif");
  chat.remarkable = { breaks: true, linkTarget: "_blank" };
  chat.introMessage = { text: WELCOME };
  chat.textInput = { placeholder: { text: "Your message" }, characterLimit: 4000 };
  const bubble = { maxWidth: "min(46rem, 94%)", fontSize: "1rem" };
  chat.messageStyles = { default: { shared: { bubble }, user: { bubble: { backgroundColor: "#0b5d8a", color: "#fff" } } } };
  chat.auxiliaryStyle = STYLE;
  chat.loadHistory = async () => bubbles((await (await call("history")).json()).messages);
  chat.connect = {
    handler: async (body, signals) => {
      try {
        const [first, ...others] = await answered(body.messages.at(-1).text);
        await signals.onResponse(first);
        for (const message of others) chat.addMessage(message);
      } catch (error) {
        signals.onResponse({ error: error.message });
      }
    },
  };
  return chat;
}

const STYLE = `
  table { border-collapse: collapse; display: block; overflow-x: auto; }
  td, th { border: 1px solid #8a97a3; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
  .replies { display: flex; flex-wrap: wrap; gap: 0.4rem; }
  .replies button { font: inherit; color: #0b5d8a; background: #fff; border: 1px solid #0b5d8a; border-radius: 1rem; padding: 0.35rem 0.8rem; cursor: pointer; }
  .verdicts { margin: 0; padding-left: 1.2rem; } .status { margin: 0.3rem 0 0; font-size: 0.85rem; }
  a { color: #0b5d8a; overflow-wrap: anywhere; }
`;

async function save() {
  const text = await (await call("note")).text();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = "consultation-note.md";
  link.click();
  URL.revokeObjectURL(link.href);
}

let chat = made();
document.getElementById("chat").append(chat);
watch(chat);

document.getElementById("over").addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  choices.clear();
  const fresh = made();
  chat.replaceWith(fresh);
  watch(fresh);
  chat = fresh;
});
document.getElementById("note").addEventListener("click", () => save().catch((error) => chat.addMessage({ error: error.message })));
document.getElementById("audience").addEventListener("change", async ({ target }) => {
  const answer = await call("message", { choice: `/set_audience{"audience": "${target.value}"}` });
  for (const message of bubbles((await answer.json()).messages)) chat.addMessage(message);
});
