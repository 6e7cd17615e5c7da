// What the console does beyond plain pages: keys in tables and on alerts, results while typing, drafts that outlive a
// lost connection, clocks that count, who else is here. Every page works without it.

const typing = (target) => target.closest("input:not([type=checkbox],[type=radio]), textarea, select") !== null;

// --- Keys: j and k walk the rows, Enter opens, x selects; other keys are those that a page writes on its controls ----

const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
let at = -1;

function stand(place) {
  if (rows.length === 0) return;
  rows[at]?.classList.remove("here");
  at = Math.max(0, Math.min(rows.length - 1, place));
  rows[at].classList.add("here");
  rows[at].querySelector("a")?.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

// The letter or digit at the key's place, whatever alphabet the keyboard is set to.
const pressed = (event) => (/^(Key|Digit|Numpad)\w$/.test(event.code) ? event.code.at(-1).toLowerCase() : event.key);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) {
    const form = event.target.closest?.("form[data-ctrl-enter]");
    if (event.key === "Enter" && form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (event.altKey || typing(event.target)) return;
  const key = pressed(event);
  if (key === "j") stand(at + 1);
  else if (key === "k") stand(at < 0 ? 0 : at - 1);
  else if (key === "x" && at >= 0) rows[at].querySelector("input[type=checkbox]")?.click();
  else {
    const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
    wanted.focus();
  }
});

// --- Decisions: choosing one puts the cursor where its reason goes, with what the findings say to begin with --------

for (const choice of document.querySelectorAll("[data-suggest]")) {
  choice.addEventListener("change", () => {
    const reason = choice.form.querySelector("textarea");
    const untouched = [...choice.form.querySelectorAll("[data-suggest]")].some((other) => other.dataset.suggest === reason.value);
    if (reason.value === "" || untouched) {
      reason.value = choice.dataset.suggest;
      reason.dispatchEvent(new Event("input"));
    }
    reason.focus();
  });
}

// The way back to the queue is the way one came: its filter, its page.
try {
  if (document.querySelector("[data-queue]")) sessionStorage.setItem("queue", location.pathname + location.search);
  const back = sessionStorage.getItem("queue");
  if (back) document.querySelectorAll("a[data-back]").forEach((way) => way.setAttribute("href", back));
} catch {
  // Without a memory the way leads to the queue's beginning.
}

const all = document.querySelector("[data-all]");
all?.addEventListener("change", () => {
  for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
});

// --- Drafts: kept on this machine until they are sent, taken away at log-out or when somebody else logs in ----------

const person = document.documentElement.dataset.person ?? "";
const own = `draft:${person}:`;
const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
try {
  if (person) drafts().filter((key) => !key.startsWith(own)).forEach((key) => localStorage.removeItem(key));
  if (document.querySelector("[data-done]") && !document.querySelector("[role=alert]")) {
    JSON.parse(sessionStorage.getItem("sent") ?? "[]").forEach((key) => localStorage.removeItem(key));
  }
  sessionStorage.removeItem("sent");
  for (const area of document.querySelectorAll("[data-draft]")) {
    const key = own + area.dataset.draft;
    if (area.value === "") area.value = localStorage.getItem(key) ?? "";
    area.addEventListener("input", () => {
      if (area.value === "") localStorage.removeItem(key);
      else localStorage.setItem(key, area.value);
    });
  }
  for (const form of document.querySelectorAll("form")) {
    const written = [...form.querySelectorAll("[data-draft]")].map((area) => area.dataset.draft);
    const sends = [...written, form.dataset.sends].filter(Boolean).map((draft) => own + draft);
    if (sends.length > 0) form.addEventListener("submit", () => sessionStorage.setItem("sent", JSON.stringify(sends)));
  }
  document.querySelector("form[data-leave]")?.addEventListener("submit", () => {
    drafts().forEach((key) => localStorage.removeItem(key));
  });
} catch {
  // A browser that keeps nothing for us keeps no drafts; everything else works.
}

// --- Results while typing ---------------------------------------------------------------------------------------

for (const form of document.querySelectorAll("form[data-live]")) {
  const shown = document.querySelector(form.dataset.into);
  let timer;
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (number !== asked) return;
      if (answer.ok) shown.innerHTML = await answer.text();
      else shown.textContent = form.dataset.failed;
    } catch {
      // The form itself still sends.
      if (number === asked) shown.textContent = form.dataset.failed;
    }
    shown.removeAttribute("aria-busy");
  };
  form.addEventListener("input", () => {
    // What stands there is of another name by now.
    shown.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
}

// --- Clocks: where less than a day is left they count the seconds, in the words and digits of the page ---------------

const clocks = [...document.querySelectorAll("time[data-left]")];
function tick() {
  for (const clock of clocks) {
    const left = Math.round((Date.parse(clock.dateTime) - Date.now()) / 1000);
    if (Math.abs(left) >= 86_400) continue;
    const digits = [...clock.dataset.digits];
    const two = (number) => String(number).padStart(2, "0");
    const away = Math.abs(left);
    const span = `${Math.floor(away / 3600)}:${two(Math.floor(away / 60) % 60)}:${two(away % 60)}`;
    const words = left < 0 ? clock.dataset.over : clock.dataset.left;
    clock.textContent = words.replace("{}", span.replace(/[0-9]/g, (digit) => digits[digit]));
    if (left < 0) clock.classList.replace("soon", "late") || clock.classList.add("late");
  }
}
if (clocks.length > 0) {
  tick();
  setInterval(tick, 1000);
}

// --- Who else is here -------------------------------------------------------------------------------------------

const others = document.querySelector("[data-presence]");
if (others) {
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(others.dataset.presence);
      if (answer.ok) others.innerHTML = await answer.text();
    } catch {
      // Asked again in a moment.
    }
  };
  setInterval(look, 10_000);
}

// --- How far an upload is: renewed as the node tells of it; its end shows the whole page anew ------------------------

const progress = document.querySelector("[data-progress]");
if (progress) {
  const told = new EventSource(progress.dataset.events);
  const renew = async () => {
    try {
      const answer = await fetch(progress.dataset.progress);
      if (answer.ok) progress.innerHTML = await answer.text();
    } catch {
      // Told again in a moment.
    }
  };
  told.addEventListener("progress", renew);
  told.addEventListener("end", () => {
    told.close();
    location.reload();
  });
}

document.querySelector("[data-focus]")?.focus();
