// What the page shows, as DOM nodes. Text from events only ever becomes text nodes.
import { number, time, words } from './words.js';

export function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}
export const streamPath = (stream, from) => `#/events/${encodeURIComponent(stream)}${from ? `/${from}` : ''}`;
const streamLink = (stream) => node('a', { href: streamPath(stream) }, stream);

/** Cells are text, numbers (set to the right) or nodes. */
function table(caption, heads, rows) {
  const cell = (value) => (typeof value === 'number' ? node('td', { class: 'number' }, number(value)) : node('td', {}, value));
  if (rows.length === 0) return [node('h2', {}, caption), node('p', {}, words.empty)];
  const head = node('thead', {}, node('tr', {}, ...heads.map((text) => node('th', { scope: 'col' }, text))));
  const body = node('tbody', {}, ...rows.map((row) => node('tr', {}, ...row.map(cell))));
  return [node('h2', {}, caption), node('div', { class: 'scroll' }, node('table', { 'aria-label': caption }, head, body))];
}
export const streams = ({ streams: all }) =>
  table(
    words.changed,
    [words.name, words.revision, words.type, words.at],
    all.map((s) => [streamLink(s.name), s.revision, s.type, time(s.created)]),
  );

export const groups = ({ groups: all }) =>
  table(
    words.groups,
    [words.name, words.group, words.status, words.strategy, words.consumers, words.inFlight, words.parked, words.checkpoint, words.known],
    all.map((g) => [
      streamLink(g.source),
      g.group,
      g.status,
      g.settings.strategy,
      g.consumers.length,
      g.inFlight,
      node('a', { href: streamPath(`$persistentsubscription-${g.source}::${g.group}-parked`) }, number(g.parked)),
      g.checkpoint,
      g.known,
    ]),
  );

export const server = ({ figures, projections }) => [
  ...table(
    words.server,
    [words.figure, words.value],
    Object.entries(figures).map(([name, value]) => [name, value]),
  ),
  ...table(
    words.projection,
    [words.projection, words.enabled, words.position],
    projections.map((p) => [p.name, p.fault || (p.enabled ? words.yes : words.no), p.position]),
  ),
];

const pretty = ({ json, data }) => {
  try {
    return json ? JSON.stringify(JSON.parse(data), null, 2) : data;
  } catch {
    return data;
  }
};
function content(event) {
  const metadata = event.metadata && [node('h3', {}, words.metadata), node('pre', { tabindex: '0' }, event.metadata)];
  return [node('pre', { tabindex: '0' }, pretty(event) || ' '), ...(metadata || [])];
}
function target(event) {
  if (event.target === undefined) return [];
  if (event.target === null) return [node('p', {}, words.gone)];
  const { stream, revision, type } = event.target;
  return [
    node('p', {}, `${words.pointsAt}: `, node('a', { href: streamPath(stream, String(revision)) }, `${revision}@${stream}`), ` ${type}`),
    ...content(event.target),
  ];
}
function oneEvent(event, isLog) {
  const about = `${number(event.revision)} · ${time(event.created)} · ${number(event.size)} ${words.bytes}`;
  const where = isLog ? [node('p', {}, streamLink(event.stream))] : [];
  const summary = node('summary', {}, (event.target ?? event).type, node('span', {}, isLog ? `${event.stream} · ${about}` : about));
  return node('details', {}, summary, ...where, node('p', {}, node('code', {}, event.id)), ...content(event), ...target(event));
}
export function events({ events: all, older, newer }, stream) {
  const link = (text, from) => (from === null ? undefined : node('a', { href: streamPath(stream, from) }, text));
  const pages = node(
    'nav',
    { class: 'pages', 'aria-label': stream },
    newer === null ? undefined : link(words.newest, ''),
    link(words.newer, newer),
    link(words.older, older),
  );
  const settings = stream.startsWith('$') ? undefined : node('p', {}, node('a', { href: streamPath(`$$${stream}`) }, words.settings));
  const list = all.length > 0 ? all.map((event) => oneEvent(event, stream === '$all')) : [node('p', {}, words.empty)];
  return [node('h2', {}, stream === '$all' ? words.log : stream), settings, ...list, pages];
}
