// FHIR dates may stop at the year, month or day. Here they become one instant, so that resources can be ordered.

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3})\d*)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

function offsetMinutes(zone: string | undefined): number {
  if (!zone || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** As JavaScript writes an instant, which most times already are. */
const ISO = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Such a text that is also real, since Date moves the 31st of June to July. */
function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !ISO.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}

/** A FHIR date, dateTime or instant as UTC ISO 8601; a partial date is the start of its period. Undefined when it is no real date. */
export function instantOf(value: unknown): string | undefined {
  if (isInstant(value)) return value;
  const match = typeof value === 'string' ? DATE.exec(value) : null;
  if (!match) return undefined;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
  // A leap second has no place in the calendar of computers: it counts as the second before it.
  const seconds = second === '60' ? 59 : Number(second);
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), seconds, Number(fraction.padEnd(3, '0')));
  const moment = new Date(utc);
  // Years below 100 mean 19xx to Date.UTC, and no source means them.
  const real =
    Number(year) >= 1000 &&
    moment.getUTCMonth() === Number(month) - 1 &&
    moment.getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    seconds < 60;
  return real ? new Date(utc - offsetMinutes(zone) * 60_000).toISOString() : undefined;
}
