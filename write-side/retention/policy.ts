// A tenant's policy as it is now.
import { DEFAULT_YEARS, type KeptYears } from '#domain/erasure/ladder.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { retentionSlice } from '#domain/retention/slice.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { look } from '#write-side/kernel/look.ts';

export const retentionOf = (tenant: string): StreamId => ({ tenant, slice: 'retention', id: derivedId('retention', tenant) });
/** Absent: the tenant has not set any. */
export const policyOf = async (store: StreamReader, tenant: string) => (await look(store, retentionSlice, retentionOf(tenant))).policy;

export const yearsOf =
  (store: StreamReader) =>
  async (tenant: string): Promise<KeptYears> => {
    const policy = await policyOf(store, tenant);
    return policy ? { medicalRecord: policy.medicalRecordYears, commercialRecord: policy.commercialRecordYears } : DEFAULT_YEARS;
  };
