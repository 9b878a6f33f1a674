// Opens a report in a real Chromium and uses it as a person would.
//
//   node report.mjs REPORT.html [FOLDER FOR SCREENSHOTS [WHAT `annalist export --to CSV --bom` WROTE]]
//   node report.mjs --time REPORT.html      prints how long it takes until the list stands
//
// CHROMIUM names the browser (default: chromium on PATH). Exit code 0 where everything holds.
import { chromium } from "playwright-core";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const timed = process.argv[2] === "--time";
const [file, pictures, exported] = process.argv.slice(timed ? 3 : 2);
const url = pathToFileURL(resolve(file)).href;
const executablePath = process.env.CHROMIUM || execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser"]).toString().trim();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const complaints = [];

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => request.url() !== url && !request.url().startsWith("blob:") && complaints.push(`request: ${request.url()}`));
  await page.goto(url);
  return page;
}

const count = (page) => page.locator("#rows tr").count();
const picture = (page, name, fullPage = true) => (pictures ? page.screenshot({ path: `${pictures}/${name}.png`, fullPage }) : null);

/** Serious and critical findings of axe-core. */
async function accessible(page, what) {
  // Through the protocol, past the page's own content policy.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  const serious = violations.filter((finding) => ["serious", "critical"].includes(finding.impact));
  assert.deepEqual(serious.map((finding) => `${finding.id}: ${finding.nodes.map((node) => node.target).join(" | ")} ${finding.nodes[0].failureSummary}`), [], what);
}

if (timed) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  // Time of the page's main thread, whatever else the machine does.
  await protocol.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(url);
  const { metrics } = await protocol.send("Performance.getMetrics");
  const thread = metrics.find((metric) => metric.name === "TaskDuration").value;
  const spent = await page.evaluate(() => ({
    list: Math.round(performance.getEntriesByName("list")[0].startTime),
    loaded: Math.round(performance.getEntriesByType("navigation")[0].domInteractive),
  }));
  const search = await page.evaluate(() => {
    const before = performance.now();
    document.getElementById("country").dispatchEvent(new Event("change"));
    return Math.round(performance.now() - before);
  });
  console.log(JSON.stringify({ ...spent, thread: Math.round(thread * 1000), filter: search, unit: "ms" }));
  await browser.close();
  process.exit(0);
}

const page = await open();
const all = await page.textContent("#count");
assert.match(all, /^[\d,]+ activities$/);
await picture(page, "wide-light");

/** Clears the filters; the list follows a moment later, and only then may the next step begin. */
async function reset() {
  await page.click("#filters button[type=reset]");
  await page.waitForFunction((whole) => document.getElementById("count").textContent === whole, all);
}

/** Types into the search and waits until the list has followed. */
async function search(words) {
  await page.fill("#q", words);
  await page.waitForFunction((whole) => document.getElementById("count").textContent !== whole, all);
}

/** Closes the record with the keyboard. */
async function close() {
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

await picture(page, "top-light", false);
await accessible(page, "the page");

/** The file that the button gives. */
async function saved() {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assert.equal(download.suggestedFilename(), "activities.csv");
  return readFileSync(await download.path(), "utf8");
}

// All rows are saved as the program exports them, and filtered ones alone.
const whole = await saved();
assert.ok(whole.startsWith("\ufeffid,key,kind,"), whole.slice(0, 40));
if (exported) {
  const [rows, wanted] = [whole, readFileSync(exported, "utf8")].map((text) => text.split("\r\n"));
  rows.forEach((row, at) => assert.equal(row, wanted[at]));
  assert.equal(rows.length, wanted.length);
}
await search("manuscript");
const few = await saved();
assert.ok(few.split("\r\n").slice(1, -1).every((row) => whole.includes(`\r\n${row}\r\n`)), "rows as they stand in the whole");
assert.ok(few.length < whole.length && few.includes("anuscript"), few);
await reset();

// The search narrows the list, and what is left holds the word.
const before = await count(page);
await search("manuscript");
const found = await count(page);
assert.ok(found > 0 && found < before, `the search left ${found} of ${before}`);
await page.fill("#q", "no such words at all");
await page.waitForFunction(() => document.querySelectorAll("#rows tr").length === 0);
await reset();

// A cell of the matrix filters by country and goal; the number is the number of rows.
const cell = page.locator(".matrix td button[data-goal]").first();
if (await cell.count()) {
  const label = await cell.textContent();
  const counted = (how) => Number(label.match(new RegExp(`(\\d+) ${how}`))?.[1] ?? 0);
  await cell.click();
  assert.equal(await count(page), counted("stated") + counted("inferred"));
  assert.equal(await cell.getAttribute("aria-pressed"), "true");
  await cell.click();
}
const total = page.locator(".matrix td.sum button").first();
await total.click();
assert.equal(await count(page), Number((await total.textContent()).match(/(\d+) activities/)[1]));
await reset();

// The list sorts, by keyboard too.
await page.focus("[data-sort=t] button");
await page.keyboard.press("Enter");
assert.equal(await page.getAttribute("[data-sort=t]", "aria-sort"), "ascending");
const titles = await page.locator("#rows .open").allTextContents();
assert.deepEqual(titles, [...titles].sort((a, b) => a.localeCompare(b)));

// A bar of the time line filters by keyboard.
const bar = page.locator(".bar").first();
await bar.focus();
await page.keyboard.press("Enter");
assert.equal(await page.inputValue("#period"), await bar.getAttribute("data-period"));
await reset();

// A record opens with its words highlighted; a field leads to its words.
await search("manuscript");
await page.locator("#rows .open").first().focus();
await page.keyboard.press("Enter");
await page.locator("dialog[open] mark").first().waitFor();
const date = page.locator("#fields dt:has-text('Date') + dd button.words").first();
await date.click();
const here = (await page.locator("mark.here").allTextContents()).join("");
assert.ok(here && (await date.textContent()).startsWith(here.slice(0, 5)), `the date's words are marked: ${here}`);
await picture(page, "record-light", false);
await accessible(page, "a record");

// The record leads to its source, which is there, and to web addresses only.
const hrefs = await page.locator("#fields a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
const local = hrefs.filter((href) => !/^https?:/.test(href));
assert.equal(local.length, 1, `one link to the source: ${hrefs}`);
assert.ok(/^\.{1,2}\//.test(local[0]) && existsSync(fileURLToPath(new URL(local[0], url))), local[0]);
await close();
await reset();

// What came of an activity and who came stand in its record.
await search("verses by the fire");
await page.locator("#rows .open").first().click();
await page.locator("dialog[open]").waitFor();
for (const field of ["Results", "Participants"]) assert.equal(await page.locator(`#fields dt:has-text('${field}')`).count(), 1, field);
await close();
await reset();

// Doubts open.
const doubt = page.locator("#doubt-list details").first();
if (await doubt.count()) {
  await doubt.locator("summary").click();
  // The entries are made when the list opens.
  await doubt.locator("li").first().waitFor();
}

// A row and its page stand side by side, and what they differ in is marked.
const differing = page.locator("#pairs tr", { has: page.locator(".badge") }).filter({ hasText: "Library and school" });
assert.match(await differing.textContent(), /date: 2021-05-20 and 2021-05-21/);
await differing.locator(".open").first().click();
await page.locator("dialog[open]").waitFor();
await page.locator("#fields dt:has-text('Told elsewhere') + dd button.words").first().click();
assert.equal(await page.locator(".beside .differs th").textContent(), "Date");
assert.deepEqual(await page.locator(".beside .differs td").allTextContents(), ["2021-05-20", "2021-05-21"]);
await picture(page, "beside-light", false);
await accessible(page, "two tellings");
await close();
await reset();

// Hostile titles and texts are text.
for (const [typed, seen] of [["<script>alert", "<script>alert"], ["onerror=alert", "onerror=alert"], ["\u202e", "\\u{202e}"]]) {
  await search(typed);
  await page.locator("#rows .open").first().click();
  await page.locator("dialog[open]").waitFor();
  assert.ok((await page.textContent("dialog")).includes(seen), `${seen} is shown as text`);
  await close();
  await reset();
}
assert.equal(await page.locator("img, iframe, object, embed").count(), 0);
assert.equal(await page.evaluate(() => document.querySelectorAll("script:not([type])").length), 1);
assert.equal(await page.evaluate(() => globalThis.hostile), undefined);

// Dark, narrow, printed.
const dark = await open({ colorScheme: "dark" });
await picture(dark, "top-dark", false);
await accessible(dark, "the page in dark");
await dark.locator("#rows .open").first().click();
await dark.locator("dialog[open]").waitFor();
await picture(dark, "record-dark", false);
await accessible(dark, "a record in dark");
const narrow = await open({ viewport: { width: 390, height: 844 } });
assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a narrow page does not scroll sideways");
await picture(narrow, "narrow-light", false);
await narrow.locator("#register").scrollIntoViewIfNeeded();
await narrow.evaluate(() => document.getElementById("register").scrollIntoView());
await picture(narrow, "narrow-list", false);
const hint = await narrow.evaluate(() => getComputedStyle(document.querySelector(".scroll[tabindex]"), "::before").content);
assert.match(hint, /scrolls/, "a narrow page says that the table scrolls");
await narrow.locator("#rows .open").first().click();
await picture(narrow, "record-narrow", false);
await narrow.locator("#to-text").click();
// A short text stands at the end, with its fields above it.
await narrow.waitForFunction(() => {
  const { top, bottom } = document.getElementById("text").getBoundingClientRect();
  return top < innerHeight / 2 || bottom <= innerHeight + 1;
});
const printed = await open();
await printed.emulateMedia({ media: "print" });
await picture(printed, "print");

assert.deepEqual(complaints, []);
await browser.close();
console.log("the report holds in", executablePath);
