// Progress in words: "11 of 12 places done, key-backup expires in 6 days".
import { z } from 'zod';
import type { SinkState } from '#projections/erasures/table.ts';
import { instant } from '../kernel/shapes.ts';

export const sinkState = z.object({
  sink: z.string(),
  found: z.int().optional().describe('What was there and is gone'),
  at: instant.optional().describe('When the place acknowledged'),
  expiresAt: instant.optional().describe('A copy is there until then'),
});

const DAY_MS = 86_400_000;
const WORDS = {
  en: {
    of: (done: number, all: number) => `${done} of ${all} places done`,
    ends: (sink: string, days: number) => `${sink} expires in ${days} ${days === 1 ? 'day' : 'days'}`,
    open: (sinks: string) => `waiting for ${sinks}`,
  },
  tr: {
    of: (done: number, all: number) => `${all} yerden ${done} tanesi tamam`,
    ends: (sink: string, days: number) => `${sink} ${days} gün sonra sona eriyor`,
    open: (sinks: string) => `bekleniyor: ${sinks}`,
  },
};

export function progressOf(sinks: readonly SinkState[], now: Date, language: 'tr' | 'en') {
  const words = WORDS[language];
  const open = sinks.filter(({ at }) => !at).map(({ sink }) => sink);
  const copies = sinks.flatMap(({ sink, expiresAt }) =>
    expiresAt ? [{ sink, days: Math.max(0, Math.ceil((Date.parse(expiresAt) - now.getTime()) / DAY_MS)) }] : [],
  );
  const done = sinks.length - open.length - copies.length;
  const text = [
    words.of(done, sinks.length),
    ...copies.map(({ sink, days }) => words.ends(sink, days)),
    ...(open.length > 0 ? [words.open(open.join(', '))] : []),
  ];
  return { done, of: sinks.length, text: text.join(', ') };
}
