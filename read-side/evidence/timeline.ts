// The pack for people: one table a part, Turkish first, with nothing to load from anywhere.
import type { SealedEvent } from '#projections/ledger/leaf.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #8888;padding:.4rem .6rem;text-align:start;vertical-align:top}
th{position:sticky;top:0;background:Canvas}code,pre{font-size:.85rem;overflow-wrap:anywhere;white-space:pre-wrap}a:focus-visible,summary:focus-visible{outline:3px solid}`;

export const page = (title: string, body: string): string => `<!doctype html>
<html lang="tr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>
`;

export type Told = { readonly event: SealedEvent; readonly index: number; readonly data: unknown };
function row({ event, index, data }: Told): string {
  const { actor } = event.meta as { actor: { id: string; kind: string; role: string } };
  const cells = [
    `<time datetime="${escape(event.recordedAt)}">${escape(event.recordedAt)}</time>`,
    `<strong>${escape(event.type)}</strong>`,
    `<code>${escape(event.stream)}</code> · ${event.revision}`,
    `${escape(actor.role)} <code>${escape(actor.id)}</code>`,
    `<details><summary>${index}</summary><pre>${escape(JSON.stringify(data, null, 1))}</pre></details>`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
const HEADS = [
  'Zaman <span lang="en">Time</span>',
  'Olay <span lang="en">Event</span>',
  'Akış ve sürüm <span lang="en">Stream and revision</span>',
  'Kim <span lang="en">Who</span>',
  'Yaprak ve veri <span lang="en">Leaf and data</span>',
];

export const part = (number: number, rows: readonly Told[]): string =>
  page(
    `Zaman çizelgesi ${number} · Timeline ${number}`,
    `<h1>Zaman çizelgesi <span lang="en">Timeline</span> ${number}</h1><p><a href="../timeline.html">İçindekiler <span lang="en">Contents</span></a></p>
<table><thead><tr>${HEADS.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>
${rows.map(row).join('\n')}
</tbody></table>`,
  );

export type Part = { readonly path: string; readonly events: number; readonly from: string; readonly to: string };
export const contents = (what: string, parts: readonly Part[]): string =>
  page(
    `Zaman çizelgesi · Timeline`,
    `<h1>Zaman çizelgesi <span lang="en">Timeline</span></h1><p>${escape(what)}</p><ol>
${parts.map(({ path, events, from, to }) => `<li><a href="${path}">${escape(from)} – ${escape(to)}</a> (${events})</li>`).join('\n')}
</ol>`,
  );
