// Recommendations as answers show them.
import { z } from 'zod';
import { action, bilingual, evidence, item, level } from '#domain/recommendation/messages.ts';
import { RECOMMENDATION_STATUSES, type RecommendationRow } from '#projections/recommendation-list/table.ts';
import type { Opened, Opening } from '../kernel/opened.ts';
import { actor, instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

type Bilingual = z.infer<typeof bilingual>;
type Item = z.infer<typeof item>;
type Decision = { reason?: Opened<string>; text?: Opened<string>; note?: Opened<string> };

export const recommendation = z
  .object({
    id: z.uuid(),
    caseId: z.uuid(),
    patientId: z.uuid(),
    rule: z.string(),
    version: z.string(),
    level,
    status: z.enum(RECOMMENDATION_STATUSES),
    title: bilingual,
    text: openedOf(bilingual),
    items: openedOf(z.array(item)),
    missing: z.array(z.string()).describe('Inputs the rule wanted and did not find'),
    actions: z.array(action),
    inputEventIds: z.array(z.uuid()),
    evidence: z.array(evidence),
    wording: z.enum(['template', 'model']),
    issuedAt: instant,
    decidedAt: instant.optional(),
    decidedBy: actor.optional(),
    decision: openedOf(z.object({ reason: z.string().optional(), text: z.string().optional(), note: z.string().optional() })).optional(),
    expiry: z.string().optional().describe('Why it expired'),
    ...{ revision: version.revision, position: version.position },
  })
  .meta({ id: 'Recommendation' });

/** The words of a decision; their order is that of the sealed values. */
function decisionOf({ decision }: RecommendationRow, { health }: Opening): Opened<Decision> | undefined {
  if (!decision) return undefined;
  const fields = Object.entries(decision).filter(([, sealed]) => sealed);
  return health.all(
    fields.map(([, sealed]) => sealed),
    (words: string[]) => Object.fromEntries(fields.map(([field], i) => [field, words[i]])),
  );
}

export const recommendationOf = (row: RecommendationRow, opening: Opening) => ({
  id: row.id,
  caseId: row.caseId,
  patientId: row.patientId,
  rule: row.rule,
  version: row.version,
  level: row.level,
  status: row.status,
  title: row.title,
  text: opening.health<Bilingual>(row.text),
  items: opening.health<Item[]>(row.items),
  missing: row.missing,
  actions: row.actions,
  inputEventIds: row.inputEventIds,
  evidence: row.evidence,
  wording: row.wording,
  issuedAt: row.issuedAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString(),
  decidedBy: row.decidedBy ?? undefined,
  decision: decisionOf(row, opening),
  expiry: row.expiry ?? undefined,
  ...versionOf(row),
});
