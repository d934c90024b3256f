import type { Language } from "../../vocabulary/languages.ts";
import type { CatalogAction, Change, JsonValue } from "../../vocabulary/member-event.ts";
import type { DisclosureWhat } from "../../vocabulary/oversight/disclosure.ts";
import { eventSentence, type SayValue } from "../../vocabulary/sentence/event-sentence.ts";
import { MOMENT, wordOf } from "../../vocabulary/sentence/word-of.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";
import type { Disclosed, DisclosedEvent } from "./disclosed-history.ts";
import { type DisclosureWords, disclosureWords, valueWords } from "./disclosure-words.ts";

/** Whose disclosure it is, and on what grounds. */
export type DisclosureAbout = DisclosureWhat & {
  memberId: string;
  requestNumber: string;
  reason: string;
  at: string;
  askedBy: string;
  approvedBy: string;
};

/** Nothing of it runs, and nothing is fetched. */
const HEAD = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#111}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{border-top:1px solid #ccc;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-weight:600}
.about th{width:14rem}.id{font:12px ui-monospace,monospace;color:#555}td:first-child{white-space:nowrap}:lang(ko){word-break:keep-all}@media print{body{margin:0}tr{break-inside:avoid}}
@media screen and (max-width:44rem){body{margin:1rem auto}thead{display:none}tr{display:block;border-top:1px solid #ccc;padding:.35rem 0}th,td{display:block;border:0;padding:.1rem 0;white-space:normal!important}.about th{width:auto}}</style>`;

/** The history of a member as a page to read and print, piece by piece, in the language that was asked for; everything in it is text. */
export async function* disclosureHtml(
  about: DisclosureAbout,
  { profile, count, pages }: Disclosed,
  actions: ReadonlyMap<string, CatalogAction>,
): AsyncGenerator<string, void> {
  const words = disclosureWords[about.language];
  const rows: [string, string][] = [
    [words.member, about.memberId],
    [words.period, `${seoulTime(about.from)} – ${seoulTime(about.to)} ${words.endNotIncluded}`],
    [words.basis, words.bases[about.basis]],
    [words.requestNumber, about.requestNumber],
    [words.authority, about.authority],
    [words.reason, about.reason],
    [words.values, words.shown[about.values]],
    [words.askedBy, about.askedBy],
    [words.approvedBy, about.approvedBy],
    [words.at, seoulTime(about.at)],
    [words.count, String(count)],
    ...Object.entries(profile).map(([name, value]): [string, string] => [words.profile[name] ?? name, value]),
  ];
  yield `<!doctype html><html lang="${about.language}"><head>${HEAD}<title>${asText(words.title)}</title></head><body>
<h1>${asText(words.title)}</h1>
<table class="about">${rows.map(([name, value]) => `<tr><th>${asText(name)}</th><td>${asText(value)}</td></tr>`).join("")}</table>
<h2>${asText(words.events)}</h2>
<table><thead><tr>${[words.time, words.what, words.changes, words.context].map((name) => `<th>${asText(name)}</th>`).join("")}</tr></thead>
<tbody>`;
  for await (const page of pages())
    yield page.map((event) => `${eventRow(event, actions.get(event.action), { about, words })}\n`).join("");
  yield "</tbody></table></body></html>\n";
}

type Shown = { about: DisclosureAbout; words: DisclosureWords };

function eventRow(event: DisclosedEvent, action: CatalogAction | undefined, { about, words }: Shown): string {
  const attributes: Record<string, Change> = { ...event.attributes };
  for (const [name, change] of Object.entries(event.clear)) attributes[name] = { ...attributes[name], ...change };
  const sentence = eventSentence({ ...event, attributes }, action, about.language, sayIn(about.language));
  const said = sentence.map(({ text, value }) => (value ? `<b>${asText(text)}</b>` : asText(text))).join("");
  const changes = Object.entries(attributes).map(([name, { from, to }]) => {
    return `${name}: ${from === undefined ? "" : `${valueText(from)} → `}${valueText(to)}`;
  });
  const context = Object.entries(event.context).map(([name, value]) => `${name}: ${valueText(value)}`);
  const cell = (lines: readonly string[]) => lines.map((line) => asText(line)).join("<br>");
  return `<tr><td>${asText(seoulTime(event.occurredAt))}${event.imported ? `<br>${asText(words.imported)}` : ""}</td><td>${said}<br><span class="id">${asText(event.action)}<br>${asText(event.id)}</span></td><td>${cell(changes)}</td><td>${cell(context)}</td></tr>`;
}

const SEOUL_MS = 9 * 3_600_000;

/** As the console says values: codes by their words, moments in the time of the page. */
function sayIn(language: Language): SayValue {
  return (value) => wordOf(valueWords[language], value) ?? (MOMENT.test(value) ? seoulTime(value) : value);
}

/** In Korean time with its distance from UTC, so that nobody has to guess. */
function seoulTime(iso: string): string {
  return `${new Date(Date.parse(iso) + SEOUL_MS).toISOString().slice(0, 23).replace("T", " ")} +09:00`;
}

/** A text that somebody else wrote, as text: nothing in it is markup, and nothing hides. */
function asText(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return valueInLine(text).replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}
