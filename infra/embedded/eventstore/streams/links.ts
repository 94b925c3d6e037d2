// Link events (`$>`): their data is `revision@stream`, and a reader may ask for what they point at.
import { contentOf, type Entry, typeOf } from '../store/record.ts';
import type { Resolved } from '../protocol/read.ts';

export const LINK_TYPE = '$>';
type Find = (stream: string, revision: number) => Entry | undefined;

export function linkTarget(entry: Entry): { revision: number; stream: string } | undefined {
  const match = /^(\d+)@(.+)$/s.exec(contentOf(entry.value).data.toString('utf8'));
  return match ? { revision: Number(match[1]), stream: match[2]! } : undefined;
}
export function resolve(entry: Entry, find: Find): Resolved {
  if (typeOf(entry.value) !== LINK_TYPE) return { entry, isLink: false };
  const to = linkTarget(entry);
  return { entry, isLink: true, target: to && find(to.stream, to.revision) };
}
