// A slice made ready for dispatch: each command's and event's schema at hand by its type.
import type { z } from 'zod';
import type { Command } from '#domain/kernel/dispatch.ts';
import { type FieldFault, HubError } from '#domain/kernel/errors.ts';
import type { Message } from '#domain/kernel/decider.ts';
import { schemaOf, sealedFields } from '#domain/kernel/messages.ts';
import type { Slice } from '#domain/kernel/slice.ts';

export type EventContract = {
  readonly schema: z.ZodObject;
  readonly sealed: readonly string[];
  /** Those of the sealed fields that say who somebody is. */
  readonly personal: readonly string[];
  readonly opened: readonly string[];
};
export type Contract = { readonly slice: Slice; readonly events: ReadonlyMap<string, EventContract> };

export function contractOf(slice: Slice): Contract {
  const events = Object.entries(slice.events).map(([type, spec]): [string, EventContract] => {
    const sealed = sealedFields(spec);
    return [
      type,
      { schema: schemaOf(spec), sealed, personal: Object.keys(spec.personal ?? {}), opened: sealed.filter((field) => slice.opens?.includes(field) ?? true) },
    ];
  });
  return { slice, events: new Map(events) };
}

const faultsOf = (error: z.ZodError): FieldFault[] => error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));

/** The command with its data parsed; HubError `invalid` names each field at fault. */
export function parseCommand({ slice }: Contract, { type, data }: Command): Message {
  const schema = Object.hasOwn(slice.commands, type) ? slice.commands[type] : undefined;
  if (!schema) throw new HubError('invalid', 'command.unknown', `${slice.name} has no command ${type}.`);
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new HubError('invalid', 'command.invalid', `${type} has fields that do not fit.`, { faults: faultsOf(parsed.error) });
  return { type, data: parsed.data };
}

/** A rule that emits what its own schema refuses is a bug, found before it is stored for ever. */
export function checkEvents({ events, slice }: Contract, emitted: readonly Message[]): void {
  for (const { type, data } of emitted) {
    const parsed = events.get(type)?.schema.safeParse(data);
    if (!parsed?.success) throw new HubError('bug', 'event.invalid', `${slice.name} emitted a ${type} that does not fit its schema`, { cause: parsed?.error });
  }
}
