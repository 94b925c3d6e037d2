// Today's shape of an older event, for everyone who reads the log without folding a stream.
import { slices } from '#domain/index.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';

const bySlice = new Map(slices.map((slice) => [slice.name, slice]));

export function upcast<E extends Recorded>(event: E): E {
  const newer = bySlice.get(event.stream.slice)?.upcast?.(event, event.meta.schema);
  return newer ? { ...event, ...newer } : event;
}
