// Ids that say where they come from: all events of one command share a prefix made of the command's id, so a repeat is seen in the stream itself.
import { hash } from 'node:crypto';
import { type StreamId, streamName } from '#domain/kernel/envelope.ts';

const MOST_EVENTS = 0x10000;

/** A UUIDv8 from a digest of `parts`. */
export function derivedId(...parts: readonly string[]): string {
  const hex = hash('sha256', JSON.stringify(parts));
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the ids of all events of one command on one stream have in common: 28 of the 32 hex digits. */
export type CommandMark = string;
export const commandMark = (commandId: string, stream: StreamId): CommandMark => derivedId('event', commandId, streamName(stream)).slice(0, -4);
export const markOf = (eventId: string): CommandMark => eventId.slice(0, -4);

/** The id of the command's event number `index`. One command may cause 65,536 events. */
export function eventId(mark: CommandMark, index: number): string {
  if (index >= MOST_EVENTS) throw new RangeError(`a command cannot cause more than ${MOST_EVENTS} events`);
  return mark + index.toString(16).padStart(4, '0');
}

/** The id of the stream a creating command makes: the same command id, the same stream. */
export const createdBy = (commandId: string, slice: string): string => derivedId('stream', slice, commandId);
