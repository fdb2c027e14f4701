// The state of the pipeline, kept fresh by the server's events.

const verdict = document.querySelector("#verdict");
const reasons = document.querySelector("#reasons");
const table = document.querySelector("table");
const snapshot = document.querySelector("#snapshot");

const cell = (name, text) => Object.assign(document.createElement(name), { textContent: text });

function show(status) {
  const version = `etl-watch ${status.version}`;
  verdict.textContent = `${status.verdict[0].toUpperCase()}${status.verdict.slice(1)} — ${version}`;
  verdict.dataset.verdict = status.verdict;
  reasons.replaceChildren(...status.reasons.map((reason) => cell("li", reason)));
  table.hidden = status.sources.length === 0;
  table.tBodies[0].replaceChildren(...status.sources.map((source) => {
    const row = document.createElement("tr");
    const head = cell("th", source.source);
    head.scope = "row";
    row.append(head, cell("td", source.read.toLocaleString()), cell("td", source.quarantined.toLocaleString()));
    return row;
  }));
  snapshot.replaceChildren();
  if (!status.snapshot) return;
  const link = Object.assign(document.createElement("a"), {
    href: "/api/v1/snapshot", textContent: "Unified JSON", download: "unified.json",
  });
  const bytes = `${(status.snapshot.size / 1e6).toFixed(1)} MB`;
  snapshot.append(link, `, ${bytes}, written ${new Date(status.snapshot.written_at).toLocaleString()}`);
}

function fail(text) {
  verdict.textContent = text;
  verdict.dataset.verdict = "stopped";
}

async function refresh() {
  const answer = await fetch("/api/v1/status");
  if (answer.ok) return show(await answer.json());
  if (answer.status === 401) return fail("Not signed in. Run `etl-watch login` and open the link that it prints.");
  const problem = await answer.json().catch(() => ({}));
  const request = answer.headers.get("x-request-id");
  fail(`${problem.detail ?? problem.title ?? answer.statusText} ${problem.remedy ?? ""} (request ${request})`);
}

await refresh().catch(() => fail("The server does not answer."));
const events = new EventSource("/api/v1/events");
for (const name of ["status", "resync"]) {
  events.addEventListener(name, () => refresh().catch(() => fail("The server does not answer.")));
}
let lastSeen = new Date();
events.addEventListener("open", () => { lastSeen = new Date(); refresh(); });
events.addEventListener("error", () => {
  if (events.readyState !== EventSource.CLOSED) fail(`Last seen ${lastSeen.toLocaleTimeString()}, reconnecting.`);
});
