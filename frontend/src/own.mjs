// Our own small conveniences. In a build without GOV.UK Frontend this is the whole script.

const WAIT = 150; // milliseconds after the last key

// Suggestions under a search field, as the combobox pattern of the ARIA practices guide has it.
function suggest(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "wp-suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let at = -1;
  let timer = 0;
  let asked = "";

  const choose = (next) => {
    at = next;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const show = (results) => {
    list.replaceChildren(...results.map((result, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.className = "wp-suggest__option";
      option.setAttribute("role", "option");
      option.dataset.url = result.url;
      const kind = document.createElement("span");
      kind.className = "wp-suggest__kind";
      kind.textContent = ` ${result.kind || ""}`;
      option.append(result.title, kind);
      return option;
    }));
    at = -1;
    list.hidden = results.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    const words = input.value.trim();
    asked = words;
    if (words.length < 2) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || asked !== words) return;
      const { results = [] } = await answer.json();
      if (asked === words) show(results);
    } catch {
      close(); // the form still searches
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(at < 0 && step < 0 ? count - 1 : (at + step + count) % count);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(list.children[at].dataset.url);
    } else if (event.key === "Escape") {
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      event.preventDefault();
      location.assign(option.dataset.url);
    }
  });
  input.addEventListener("blur", close);
}

// A menu that is a `details` closes by Escape, and when one goes elsewhere.
function menu(details) {
  const shut = (event) => {
    if (event.type === "keydown" && event.key !== "Escape") return;
    if (event.type === "click" && details.contains(event.target)) return;
    if (!details.open) return;
    details.open = false;
    if (event.type === "keydown") details.querySelector("summary").focus();
  };
  document.addEventListener("click", shut);
  details.addEventListener("keydown", shut);
}

// A choice that is sent as soon as it is made. Its button stays for those who choose by keyboard.
function sendOnChange(form) {
  let byPointer = false;
  form.addEventListener("pointerdown", () => { byPointer = true; });
  form.addEventListener("keydown", () => { byPointer = false; });
  form.addEventListener("change", () => { if (byPointer) form.requestSubmit(); });
}

export function begin() {
  document.querySelectorAll("input[data-suggest]:not([data-suggest=''])").forEach(suggest);
  document.querySelectorAll("details[data-menu]").forEach(menu);
  document.querySelectorAll("form[data-send-on-change]").forEach(sendOnChange);
}
