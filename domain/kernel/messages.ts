// Every message has one schema. An event's fields are grouped by class, so no field can be stored without having one, and the
// type of a stored event says which of its fields are sealed.
import { z } from 'zod';
import type { Sealed } from './sealing.ts';

export type Fields = Record<string, z.ZodType>;
/** operational: readable by anyone who may read the log. personal, health: sealed under the data subject's key. */
export type FieldClass = 'operational' | 'personal' | 'health';
export type EventSpec = { readonly [C in FieldClass]?: Fields };
export type EventSpecs = Record<string, EventSpec>;
export type CommandSpecs = Record<string, z.ZodObject>;

type Infer<F> = F extends Fields ? z.infer<z.ZodObject<F>> : unknown;
type Opened<S extends EventSpec> = Infer<S['operational']> & Infer<S['personal']> & Infer<S['health']>;
type SealedOf<F> = F extends Fields ? { [K in keyof z.infer<z.ZodObject<F>>]: Sealed } : unknown;
type Stored<S extends EventSpec> = Infer<S['operational']> & SealedOf<S['personal']> & SealedOf<S['health']>;

/** The events of a slice as deciders see them: every field open. */
export type EventOf<S extends EventSpecs> = { [T in keyof S & string]: { type: T; data: Opened<S[T]> } }[keyof S & string];
/** The same events as the log holds them: personal and health fields are `Sealed`. */
export type StoredEventOf<S extends EventSpecs> = { [T in keyof S & string]: { type: T; data: Stored<S[T]> } }[keyof S & string];
export type CommandOf<S extends CommandSpecs> = { [T in keyof S & string]: { type: T; data: z.infer<S[T]> } }[keyof S & string];

export const defineEvents = <const S extends EventSpecs>(specs: S): S => specs;
export const defineCommands = <const S extends CommandSpecs>(specs: S): S => specs;

/** The names of the fields of `spec` that are sealed before append. */
export const sealedFields = (spec: EventSpec): string[] => [...Object.keys(spec.personal ?? {}), ...Object.keys(spec.health ?? {})];

/** The class of one field of an event; undefined when the event has no such field. */
export const classOf = (spec: EventSpec | undefined, field: string): FieldClass | undefined =>
  (['operational', 'personal', 'health'] as const).find((held) => spec?.[held] && Object.hasOwn(spec[held], field));

/** One schema over all fields of an event, open: what a decider may emit. */
export const schemaOf = (spec: EventSpec): z.ZodObject => z.strictObject({ ...spec.operational, ...spec.personal, ...spec.health });
