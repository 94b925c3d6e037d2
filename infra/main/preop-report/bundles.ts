// FHIR bundles from files, as the pure rules read them. No hub, no log: the resource's own id stands for the event that would carry it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { OpenedResource } from '#agents/kernel/ports.ts';
import type { FhirResource } from '#domain/patient/messages.ts';
import { instantOf } from '#domain/patient/time.ts';

const NAMES = /\.json(\.gz)?$/;
/** Files as given, and the bundles in folders as given; sorted. */
export const filesAt = (paths: readonly string[]): string[] =>
  paths
    .flatMap((path) =>
      statSync(path).isDirectory()
        ? readdirSync(path)
            .filter((name) => NAMES.test(name))
            .map((name) => join(path, name))
        : [path],
    )
    .toSorted();

const eventIdOf = (resource: FhirResource): string => {
  const hex = createHash('sha256')
    .update(`${resource.resourceType}/${String(resource.id)}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** The resources of one bundle; throws with the file's name when it holds none. */
export function bundleAt(file: string): OpenedResource[] {
  const bytes = readFileSync(file);
  const bundle: unknown = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  const entries = (bundle as { entry?: { resource?: FhirResource }[] }).entry;
  if (!Array.isArray(entries)) throw new Error(`${file} is not a FHIR bundle`);
  return entries.flatMap(({ resource }) => (resource?.resourceType ? [{ eventId: eventIdOf(resource), resource }] : []));
}

const DATES = ['effectiveDateTime', 'onsetDateTime', 'authoredOn', 'recordedDate', 'issued'];
/** The clinical time of the last resource, in milliseconds; 0 when none has a date. */
export function lastOf(resources: readonly OpenedResource[]): number {
  const times = resources.flatMap(({ resource }) => DATES.flatMap((name) => instantOf(resource[name]) ?? []));
  return times.reduce((last, time) => Math.max(last, Date.parse(time)), 0);
}
