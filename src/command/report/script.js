"use strict";
// The page's behaviour. Text from the register reaches the document as text nodes only.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("index").textContent);
  const PAGE = 100;
  let rows = data.lines, shown = 0, order = { key: "", down: false }, open = -1;

  // Characters that reorder a line, and controls, are written out; the rest stays as it is.
  const plain = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (c) => "\\u{" + c.codePointAt(0).toString(16) + "}");
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    for (const child of children) if (child !== null && child !== undefined) element.append(typeof child === "string" ? document.createTextNode(plain(child)) : child);
    return element;
  };
  const bdi = (text) => make("bdi", {}, text);
  const words = (code) => plain(code).replace(/[_-]/g, " ");
  const country = (code) => data.countries[code] || code;
  const source = (index) => JSON.parse($("source-" + index).textContent);
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  // ---- filters -------------------------------------------------------------------------
  const controls = ["q", "country", "goal", "basis", "type", "period", "doubtful"].map($);
  const [q, countries, goals, basis, types, periods, doubtful] = controls;
  const fill = (select, entries) => entries.forEach(([value, label]) => select.append(make("option", { value }, label)));
  const unique = (key) => [...new Set(data.lines.map(key))].filter(Boolean).sort();
  fill(countries, unique((l) => l.c).map((c) => [c, country(c)]).sort((a, b) => a[1].localeCompare(b[1])));
  if (data.lines.some((l) => !l.c)) fill(countries, [["-", "no country"]]);
  fill(goals, [...new Set(data.lines.flatMap((l) => l.g.map((g) => g[0])))].sort().map((g) => [g, g]));
  if (data.lines.some((l) => !l.g.length)) fill(goals, [["-", "no goal"]]);
  fill(types, unique((l) => l.y).map((y) => [y, words(y)]));
  fill(periods, [...new Set([...unique((l) => l.d.slice(0, 4)), ...data.periods])].sort().map((p) => [p, p]));
  if (data.lines.some((l) => !l.d)) fill(periods, [["-", "no day known"]]);

  const wanted = (line, terms) => {
    const want = basis.value;
    if (countries.value && (line.c || "-") !== countries.value) return false;
    if (goals.value === "-" && line.g.length) return false;
    if (goals.value && goals.value !== "-" && !line.g.some((g) => g[0] === goals.value && (!want || g[1] === want))) return false;
    if (want && !goals.value && !line.g.some((g) => g[1] === want)) return false;
    if (types.value && line.y !== types.value) return false;
    if (periods.value === "-" ? line.d : periods.value && !line.d.startsWith(periods.value)) return false;
    if (doubtful.checked && !line.q) return false;
    if (!terms.length) return true;
    line.f ??= folded([line.t, line.w, country(line.c), words(line.y), data.sources[line.s]].join("\n"));
    return terms.every((term) => line.f.includes(term));
  };
  const key = { d: (l) => l.d || "9999", c: (l) => country(l.c), t: (l) => l.t, y: (l) => l.y, g: (l) => l.g.map((g) => g[0]).join(), q: (l) => l.q };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));

  const filter = () => {
    const terms = folded(q.value).split(/\s+/).filter(Boolean);
    rows = data.lines.filter((line) => wanted(line, terms));
    if (order.key) {
      const of = key[order.key], keyed = rows.map((line, at) => [of(line), at, line]);
      keyed.sort((a, b) => (order.down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]);
      rows = keyed.map((entry) => entry[2]);
    }
    $("rows").replaceChildren();
    shown = 0;
    more();
    $("count").textContent = rows.length === data.lines.length ? `${rows.length.toLocaleString("en")} activities` : `${rows.length.toLocaleString("en")} of ${data.lines.length.toLocaleString("en")} activities`;
    for (const button of document.querySelectorAll(".matrix button, .bar")) {
      const { country: c, goal: g, period: p } = button.dataset;
      const pressed = p ? periods.value === p : countries.value === c && goals.value === (g || "") && !periods.value;
      button.setAttribute("aria-pressed", String(pressed));
    }
    $("save").disabled = !rows.length;
  };
  const more = () => {
    const next = rows.slice(shown, shown + PAGE);
    $("rows").append(...next.map((line, at) => row(line, shown + at)));
    shown += next.length;
    $("more").hidden = shown >= rows.length;
  };
  const date = (line) => {
    if (!line.d && !line.e) return make("span", { class: "none" }, "–");
    const text = line.p === "year" ? line.d.slice(0, 4) : line.p === "month" ? line.d.slice(0, 7)
      : line.d === line.e ? line.d : `${line.d || "…"} – ${line.e || "…"}`;
    return line.di ? make("span", { class: "inferred", title: "inferred" }, text, make("span", { class: "hidden" }, " inferred")) : make("span", {}, text);
  };
  const chip = ([code, how]) => make("span", { class: "chip " + how, title: how }, code, make("span", { class: "hidden" }, " " + how));
  const row = (line, at) => make("tr", {},
    make("td", { class: "d" }, date(line)),
    make("td", { class: "c" }, line.cb === "inferred" ? make("span", { class: "inferred", title: "inferred" }, country(line.c)) : country(line.c)),
    make("td", { class: "t" }, make("button", { type: "button", class: "open", "data-at": at }, bdi(line.t || "(without title)"))),
    make("td", { class: "y" }, words(line.y)),
    make("td", { class: "g" }, ...line.g.map(chip)),
    make("td", { class: "q" }, line.q ? make("span", { class: "badge" }, String(line.q)) : null));

  let wait = 0;
  q.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(filter, 80); });
  controls.slice(1).forEach((control) => control.addEventListener("change", filter));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => setTimeout(filter));
  $("more").addEventListener("click", more);
  document.querySelectorAll("[data-sort]").forEach((head) => head.firstElementChild.addEventListener("click", () => {
    order = { key: head.dataset.sort, down: order.key === head.dataset.sort && !order.down };
    document.querySelectorAll("[data-sort]").forEach((other) => other.setAttribute("aria-sort", other !== head ? "none" : order.down ? "descending" : "ascending"));
    filter();
  }));
  const pick = (element) => {
    const { country: c, goal: g, period: p } = element.dataset;
    const off = element.getAttribute("aria-pressed") === "true";
    $("filters").reset();
    if (p) periods.value = off ? "" : p;
    else { countries.value = off ? "" : c; goals.value = off ? "" : g || ""; }
    filter();
    $("register").scrollIntoView();
  };
  document.querySelectorAll(".matrix button, .bar").forEach((element) => {
    element.addEventListener("click", () => pick(element));
    if (element.matches(".bar")) element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(element); }
    });
  });

  // ---- the rows as a file --------------------------------------------------------------
  // Columns and texts as `annalist export --to FILE.csv --bom` writes them.
  const joined = (values) => values.map((value) => value.replace(/[\r\n]/g, " ")).join("; ");
  const codes = (activity, inferred) => joined([...new Set(activity.goals.filter((g) => (g.basis === "inferred") === inferred && g.confidence >= 0.5).map((g) => g.code))]);
  const columns = {
    id: (a) => a.id, key: (a) => a.key, kind: (a) => a.kind, type: (a) => a.type, parent: (a) => a.parent, ordinal: (a) => a.ordinal,
    title: (a) => a.title, title_basis: (a) => a.title_basis, description: (a) => a.description, language: (a) => a.language,
    reporting_country: (a) => a.reporting_country, country_basis: (a) => a.country_basis,
    place_country: (a) => a.place.country, city: (a) => a.place.city, venue: (a) => a.place.venue, mode: (a) => a.mode,
    start: (a) => a.date?.start, end: (a) => a.date?.end, date_precision: (a) => a.date?.precision, date_edtf: (a) => a.date?.edtf, date_basis: (a) => a.date?.basis,
    published: (a) => a.published,
    organizations: (a) => joined(a.organizations.map((o) => o.name)), people: (a) => joined(a.people.map((p) => p.name)),
    objectives: (a) => joined(a.objectives.map((o) => o.text)), results: (a) => joined(a.results),
    attendance: (a) => a.attendance?.count, attendance_text: (a) => a.attendance?.text,
    goals_stated: (a) => codes(a, false), goals_inferred: (a) => codes(a, true),
    urls: (a) => joined(a.urls), truncated: (a) => a.truncated, source_path: (a) => a.source.path, source_url: (a) => a.source.url,
    doubts: (a) => joined(a.diagnostics.map((d) => d.code)),
    corrected: (a) => joined(Object.entries(a.evidence).filter(([, list]) => list.some((e) => e.machine !== undefined)).map(([field]) => field)),
  };
  const cell = (value) => {
    // No cell begins a formula, and NUL is no text.
    const text = String(value ?? "").replace(/^[=+\-@\t\r＝＋－＠]/, "'$&");
    return /[",\r\n\0]/.test(text) ? `"${text.replaceAll('"', '""').replaceAll("\0", "\ufffd")}"` : text;
  };
  const csv = () => {
    const parts = ["\ufeff" + Object.keys(columns).join(",") + "\r\n"], of = Object.values(columns);
    let last = -1, whole = null;
    for (const line of rows) {
      if (line.s !== last) [last, whole] = [line.s, source(line.s)];
      const activity = whole.activities[line.n];
      parts.push(of.map((value) => cell(value(activity))).join(",") + "\r\n");
    }
    return parts;
  };
  $("save").addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob(csv(), { type: "text/csv;charset=utf-8" }));
    make("a", { href, download: "activities.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  });

  // ---- one record ----------------------------------------------------------------------
  // Offsets are code points; strings here count UTF-16 units.
  const units = (text) => {
    const at = [0];
    for (const c of text) at.push(at[at.length - 1] + c.length);
    return at;
  };
  const group = (pointer) => pointer.split("/")[1] || "";
  const spans = (activity) => {
    const all = [];
    for (const [pointer, list] of Object.entries(activity.evidence))
      for (const where of list) if (where.start !== undefined) all.push({ pointer, start: where.start, end: where.end });
    activity.goals.forEach((goal, at) => goal.evidence.forEach((quote) => quote.span && all.push({ pointer: "/goals/" + at, ...quote.span })));
    return all;
  };
  const marked = (text, all) => {
    const at = units(text), last = at.length - 1;
    const within = all.filter((span) => span.start < span.end && span.end <= last);
    const marks = within.filter((span) => group(span.pointer) !== "description").sort((a, b) => a.start - b.start);
    const own = within.filter((span) => group(span.pointer) === "description");
    const cuts = [...new Set([0, last, ...within.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
    const out = [];
    let active = [], next = 0;
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const [from, to] = [cuts[i], cuts[i + 1]];
      while (next < marks.length && marks[next].start <= from) active.push(marks[next++]);
      active = active.filter((span) => span.end > from);
      const piece = plain(text.slice(at[from], at[to]));
      const theirs = own.length && !own.some((span) => span.start <= from && to <= span.end);
      if (active.length) {
        const first = active.reduce((best, span) => (span.end - span.start < best.end - best.start ? span : best));
        out.push(make("mark", { class: "m-" + group(first.pointer), title: [...new Set(active.map((span) => words(group(span.pointer))))].join(", "), "data-fields": active.map((span) => span.pointer).join(" ") }, piece));
      } else out.push(make("span", { class: theirs ? "other" : null }, piece));
    }
    return out;
  };
  const show = (pointer) => {
    let first = null;
    for (const mark of $("text").querySelectorAll("mark")) {
      const here = mark.dataset.fields.split(" ").some((field) => field === pointer || field.startsWith(pointer + "/"));
      mark.classList.toggle("here", here);
      if (here) first ??= mark;
    }
    first?.scrollIntoView({ block: "center" });
  };
  const link = (href, text) => make("a", { href, rel: "noreferrer noopener", target: "_blank" }, text);
  const outward = (address) => (/^https?:\/\//i.test(address) ? link(address, address) : address);
  // Relative addresses are made by the program: dots first, and nothing but escapes and letters.
  const onward = (href, text) => (/^\.{1,2}\/[\w.~%\/-]*$/.test(href || "") ? link(href, text) : text);
  // ---- what is told more than once -----------------------------------------------------
  const KINDS = { reports: "the row carries the address of the page", "same-page": "the same page", "same-event": "the same event" };
  const told = new Map();
  data.pairs.forEach((link) => [[link.a, link.b], [link.b, link.a]].forEach(([one, other]) => {
    if (!told.has(one)) told.set(one, []);
    told.get(one).push({ ...link, other });
  }));
  const activityOf = (at) => source(data.lines[at].s).activities[data.lines[at].n];
  const COMPARED = [["title", "Title", (a) => a.title], ["date", "Date", (a) => a.date && [a.date.start, a.date.end].map((day) => day ?? "…").filter((day, at, both) => !at || day !== both[0]).join(" – ")],
    ["place", "City", (a) => a.place.city], ["place", "Country", (a) => country(a.place.country || a.reporting_country || "")], ["organizations", "Organizations", (a) => a.organizations.map((o) => o.name).join("; ")],
    ["people", "People", (a) => a.people.map((p) => p.name).join("; ")], ["attendance", "Participants", (a) => a.attendance?.text], ["description", "Text", (a) => a.description]];
  const differs = (link, name, label) => label !== "Country" && link.x.some((pointer) => group(pointer) === name);
  const differences = (link, one, other) => COMPARED.filter(([name, label]) => differs(link, name, label)).map(([, label, of]) => `${label.toLowerCase()}: ${of(one) || "–"} and ${of(other) || "–"}`);
  const beside = (at, link) => {
    const [one, other] = [activityOf(at), activityOf(link.other)];
    const row = ([name, label, of]) => make("tr", { class: differs(link, name, label) ? "differs" : null }, make("th", { scope: "row" }, label), make("td", {}, bdi(of(one) || "–")), make("td", {}, bdi(of(other) || "–")));
    const head = [at, link.other].map((at) => make("th", { scope: "col" }, bdi(data.sources[data.lines[at].s])));
    $("text").replaceChildren(make("table", { class: "beside" }, make("thead", {}, make("tr", {}, make("td"), ...head)), make("tbody", {}, ...COMPARED.map(row))));
    $("text").scrollTop = 0;
    if (getComputedStyle($("to-text")).display !== "none") $("text").scrollIntoView();
  };
  const openLine = (at) => {
    const line = data.lines[at];
    if (!rows.includes(line)) { $("filters").reset(); filter(); }
    record(rows.indexOf(line));
  };
  const telling = (at) => {
    const line = data.lines[at], button = make("button", { type: "button", class: "open" }, bdi(line.t || "(without title)"));
    button.addEventListener("click", () => openLine(at));
    return make("td", { class: "t" }, button, make("small", {}, bdi([line.d, country(line.c), data.sources[line.s]].filter(Boolean).join(" · "))));
  };
  const pair = (link) => {
    const differ = link.x.length ? differences(link, activityOf(link.a), activityOf(link.b)) : [];
    return make("tr", {}, make("td", { title: link.r.join("; ") }, KINDS[link.k]), telling(link.a), telling(link.b), make("td", {}, ...differ.map((words) => make("span", { class: "badge" }, words))));
  };
  const morePairs = () => {
    const shown = $("pairs").childElementCount, next = data.pairs.slice(shown, shown + PAGE);
    $("pairs").append(...next.map(pair));
    $("more-pairs").hidden = shown + next.length >= data.pairs.length;
  };
  // The sources stand behind the script.
  if (data.pairs.length) { $("more-pairs").addEventListener("click", morePairs); addEventListener("DOMContentLoaded", morePairs); }

  const fields = (activity, text, file, at) => {
    const offsets = units(text), list = make("dl");
    const quote = (span) => text.slice(offsets[span.start], offsets[span.end]);
    const add = (name, values) => {
      if (values.length) list.append(make("dt", {}, name), ...values.map(([value, how, pointer, quotes]) => {
        const item = make("dd", {}, value instanceof Node ? value : bdi(value), how ? make("span", { class: "basis " + how }, words(how)) : null);
        const seen = new Set();
        for (const where of [...(activity.evidence[pointer] || []), ...(quotes || [])]) {
          const label = where.from ?? where.text ?? quote(where);
          if (seen.has(label)) continue;
          seen.add(label);
          if (where.machine !== undefined) item.append(make("span", { class: "outside" }, `${where.who ? "by " + where.who + "; " : ""}the program read ${JSON.stringify(where.machine)}`));
          else if (where.from !== undefined) item.append(make("span", { class: "outside" }, "from " + where.from));
          else {
            const page = where.page ? ` (page ${where.page})` : "";
            const short = label.length > 160 ? label.slice(0, 157) + "…" : label;
            const button = make("button", { type: "button", class: "words m-" + group(pointer), lang: activity.language }, short + page);
            button.addEventListener("click", () => show(pointer));
            item.append(button);
          }
        }
        return item;
      }));
    };
    const one = (value, how, pointer) => (value === null || value === undefined || value === "" ? [] : [[String(value), how, pointer]]);
    const { date: when, place } = activity;
    add("Date", when ? [[`${when.start ?? "…"}${when.start === when.end ? "" : " – " + (when.end ?? "…")}${when.precision === "day" ? "" : ` (${when.precision})`}`, when.basis, "/date"]] : []);
    add("Reported by", one(activity.reporting_country && country(activity.reporting_country), activity.country_basis, "/reporting_country"));
    add("Place", [["venue", place.venue], ["city", place.city], ["country", place.country && country(place.country)]].flatMap(([k, v]) => one(v, k === "venue" ? null : place.basis, "/place/" + k)));
    add("Mode", one(activity.mode && words(activity.mode), null, "/mode"));
    add("Type", one(activity.type && words(activity.type), null, "/type"));
    add("Title", one(activity.title, activity.title_basis, "/title"));
    add("Organizations", activity.organizations.map((o, n) => [o.name, o.role, "/organizations/" + n]));
    add("People", activity.people.map((p, n) => [p.name, p.role, "/people/" + n]));
    add("Goals", activity.goals.map((g, n) => [`${g.code} ${g.label}${g.initiative ? " · " + g.initiative : ""}${g.basis === "inferred" ? ` (${Math.round(g.confidence * 100)} %)` : ""}${g.conflict ? " — " + g.conflict : ""}`,
      g.basis, "/goals/" + n, g.evidence.map((e) => (e.span ? { ...e.span, text: e.text } : { from: e.text }))]));
    add("Objectives", activity.objectives.map((o, n) => [o.text + (o.goals.length ? ` → ${o.goals.join(", ")}` : ""), null, "/objectives/" + n]));
    add("Results", (activity.results || []).map((r, n) => [r, null, "/results/" + n]));
    add("Participants", activity.attendance ? [[activity.attendance.text, null, "/attendance"]] : []);
    add("Published", one(activity.published, null, "/published"));
    add("Addresses", activity.urls.map((u, n) => [outward(u), null, "/urls/" + n]));
    add("Told elsewhere", (told.get(at) || []).map((link) => {
      const line = data.lines[link.other], button = make("button", { type: "button", class: "words" }, bdi(`${line.t || "(without title)"} (${data.sources[line.s]})`));
      button.addEventListener("click", () => beside(at, link));
      return [make("span", {}, KINDS[link.k], button), link.x.length ? "they differ" : null, "-"];
    }));
    add("Doubts", activity.diagnostics.map((d) => [`${words(d.code)}: ${d.message}`, null, d.field || "-"]));
    const { path, page, url } = activity.source;
    add("Source", [[onward(file && file + (page ? "#page=" + page : ""), path + (page ? `, page ${page}` : "")), null, "-"], ...(url ? [[outward(url), null, "-"]] : [])]);
    return list;
  };
  const record = (at) => {
    const line = rows[at];
    if (!line) return;
    open = at;
    const whole = source(line.s), activity = whole.activities[line.n];
    $("record-kind").textContent = words(activity.kind) + (activity.ordinal ? ` #${activity.ordinal}` : "");
    $("record-title").replaceChildren(bdi(activity.title || "(without title)"));
    $("fields").replaceChildren(fields(activity, whole.text, data.links[line.s], data.lines.indexOf(line)));
    const text = whole.text ? marked(whole.text, spans(activity)) : [make("span", { class: "other" }, activity.description || "The text of this source is not in the register.")];
    $("text").replaceChildren(...text);
    $("text").lang = whole.language || "";
    $("text").dir = "auto";
    $("previous").disabled = at === 0;
    $("next").disabled = at + 1 >= rows.length;
    if (!$("record").open) $("record").showModal();
    $("record-title").focus();
    const first = $("text").querySelector("mark") || $("text").firstElementChild;
    $("text").parentElement.scrollTop = $("fields").scrollTop = 0;
    $("text").scrollTop = Math.max(0, (first?.offsetTop ?? 0) - 120);
  };
  $("rows").addEventListener("click", (event) => {
    const button = event.target.closest(".open");
    if (button) record(Number(button.dataset.at));
  });
  $("to-text").addEventListener("click", () => $("text").scrollIntoView());
  $("previous").addEventListener("click", () => record(open - 1));
  $("next").addEventListener("click", () => record(open + 1));
  $("close").addEventListener("click", () => $("record").close());
  $("record").addEventListener("close", () => $("rows").querySelector(`[data-at="${open}"]`)?.focus());

  // ---- doubts --------------------------------------------------------------------------
  const disagreements = (index) => data.pairs.filter((link) => link.x.length).flatMap((link) => [[link.a, link.b], [link.b, link.a]].filter(([at]) => data.lines[at].s === index).map(([at, other]) =>
    [data.lines[at].t, { code: "tellings-differ", message: `${differences(link, activityOf(at), activityOf(other)).join("; ")} (${data.sources[data.lines[other].s]})` }]));
  const doubts = (whole, index) => [
    ...whole.diagnostics.map((note) => ["", note]),
    ...whole.activities.flatMap((activity) => activity.diagnostics.map((note) => [(activity.ordinal ? `#${activity.ordinal} ` : "") + (activity.title || ""), note])),
    ...disagreements(index),
  ];
  const detail = (element) => {
    if (element.children.length > 1) return;
    const whole = source(element.dataset.source), list = doubts(whole, Number(element.dataset.source));
    const button = make("button", { type: "button", class: "copy" }, "Copy this list");
    button.addEventListener("click", async () => {
      const text = [whole.source.url || whole.source.path, ...list.map(([title, note]) => `- ${title ? title + ": " : ""}${note.message} (${note.code})`)].join("\n");
      try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; } catch { button.textContent = "The browser does not allow copying"; }
    });
    element.append(make("ul", {}, ...list.map(([title, note]) => make("li", {}, make("span", { class: "code" }, words(note.code)), " ", bdi(note.message), title ? " — " : "", title ? bdi(title) : null))), make("p", {}, button));
  };
  document.querySelectorAll("#doubt-list details").forEach((element) => element.addEventListener("toggle", () => element.open && detail(element)));
  addEventListener("beforeprint", () => document.querySelectorAll("#doubt-list details").forEach((element) => { detail(element); element.open = true; }));

  filter();
  performance.mark("list");
})();
