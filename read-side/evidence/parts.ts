// Events on their way into files: at most so many in memory, then a part of each kind is written.
import type { Recorded } from '#domain/kernel/envelope.ts';
import { canonical, sealedEvent } from '#projections/ledger/leaf.ts';
import { isSealed, type Open } from '#domain/kernel/sealing.ts';
import type { Rights } from '#domain/kernel/roles.ts';
import { shown } from '../audit/stream-state.ts';
import { makeOpening } from '../kernel/opened.ts';
import { bundleOf, resourcesOf } from './fhir.ts';
import type { TenantView } from './ports.ts';
import type { Leaf } from './selection.ts';
import type { PackFile } from './tar.ts';
import { type Part, part as timelinePart } from './timeline.ts';

/** Events of one part. */
export const MOST = 1000;
export type Reader = { readonly tenant: string; readonly open: Open; readonly rights: Rights };

const KINDS: Readonly<Record<string, string>> = { disclosure: 'disclosures', erasure: 'receipts', destruction: 'receipts' };
const kindOf = ({ stream }: Recorded): string => KINDS[stream.slice] ?? 'events';
const file = (path: string, text: string): PackFile => ({ path, bytes: Buffer.from(text) });
const numbered = (folder: string, number: number, ending: string): string => `${folder}/${String(number).padStart(6, '0')}.${ending}`;
const lines = (all: readonly unknown[]): string => all.map((one) => `${canonical(one)}\n`).join('');

/** Sealed events, each with its place in the log and what proves it. */
export const provenFile = (path: string, leaves: readonly Leaf[], log: TenantView): PackFile =>
  file(
    path,
    lines(leaves.map(({ event, index }) => ({ event: sealedEvent(event), index, proof: log.inclusion(index).map((hash) => hash.toString('base64')) }))),
  );

async function opened(leaves: readonly Leaf[], { tenant, open, rights }: Reader): Promise<unknown[]> {
  const opening = makeOpening({ open, tenant, rights });
  const byId = new Map(leaves.map(({ event }) => [event.id, event]));
  return opening.settle(leaves.map(({ event }) => shown(event.data, byId, opening)));
}

/** The files of one part, and what the timeline's contents say of it. */
export async function partFiles(number: number, leaves: readonly Leaf[], log: TenantView, reader: Reader): Promise<{ files: PackFile[]; part: Part }> {
  const data = await opened(leaves, reader);
  const told = leaves.map(({ event, index }, i) => ({ event: sealedEvent(event), index, data: data[i] }));
  const kinds = [...Map.groupBy(leaves, ({ event }) => kindOf(event))].map(([kind, own]) => provenFile(numbered(kind, number, 'jsonl'), own, log));
  const sealed = leaves.flatMap(({ event }, i) => (Object.values(event.data).some(isSealed) ? [{ id: event.id, data: data[i] }] : []));
  const path = numbered('timeline', number, 'html');
  return {
    files: [
      ...kinds,
      ...(sealed.length > 0 ? [file(numbered('opened', number, 'jsonl'), lines(sealed))] : []),
      file(numbered('fhir', number, 'json'), bundleOf(told.flatMap(({ event, data: shownData }) => resourcesOf(event, shownData)))),
      file(path, timelinePart(number, told)),
    ],
    part: { path, events: leaves.length, from: told[0]!.event.recordedAt, to: told.at(-1)!.event.recordedAt },
  };
}
