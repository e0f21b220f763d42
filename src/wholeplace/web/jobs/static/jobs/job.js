// Keeps a job's page up to date while it runs. Without it, the page refreshes itself or by its link.
const job = document.getElementById("job");
const told = document.getElementById("job-told");
const OPEN = ["queued", "running"];
const WAIT = 2000; // milliseconds between two questions
const QUIET = 15000; // and between two announcements of progress

let state = "";
let spoken = 0;

async function ask() {
  const answer = await fetch(job.dataset.progress).catch(() => null);
  if (!answer || answer.status >= 500) {
    setTimeout(ask, 5 * WAIT); // away for a moment
    return;
  }
  const now = answer.headers.get("X-Job-State");
  if (!answer.ok || !OPEN.includes(now)) {
    location.reload(); // it has ended: the page has buttons and history to show
    return;
  }
  const html = await answer.text();
  if (!job.contains(document.activeElement)) job.innerHTML = html; // never from under a reader's hands
  announce(now);
  setTimeout(ask, document.hidden ? 5 * WAIT : WAIT);
}

function announce(now) {
  const due = Date.now() - spoken > QUIET;
  if (now !== state || due) {
    const words = job.querySelector("label") || job.querySelector("p");
    told.textContent = words ? words.textContent : "";
    spoken = Date.now();
    state = now;
  }
}

if (job && job.dataset.progress) setTimeout(ask, WAIT);
