// What stands beside the evidence: how to check it, and what it does not show.
export const readme = (what: string, origin: string): string => `# Kanıt paketi / Evidence pack

${what}
Günlük / log: \`${origin}\`

## Nasıl doğrulanır

1. Doğrulayıcıyı hub'ın kaynağından alın (\`infra/ledger/verify/synchron-verify.mjs\`, tek dosya); paketi size verenden almayın.
2. Günlüğün anahtarını paketten değil, başka bir yoldan edinin (\`hub ledger keys\`, denetçi sayfası veya önceki ziyaretinizin notları).
3. \`node synchron-verify.mjs PAKET --key ANAHTAR --since ÖNCEKİ-CHECKPOINT\` (Node 20 ve üstü; ağ ve hub gerekmez)

Çıkış kodu 0: sağlam. 1: bozuk; ilk bozuk yaprak adıyla söylenir. 2: paket okunamadı. 3: günlük, önceki ziyaretinizdeki günlüğün devamı değil.

## How to verify

1. Take the verifier from the hub's source (\`infra/ledger/verify/synchron-verify.mjs\`, one file), not from whoever gave you the pack.
2. Take the log's key from elsewhere than the pack: \`hub ledger keys\`, the auditor's page, or your notes of the last visit.
3. \`node synchron-verify.mjs PACK --key KEY --since EARLIER-CHECKPOINT\` (Node 20 or newer; needs neither a network nor a hub)

Exit code 0: sound. 1: not sound, and the first bad leaf is named. 2: not readable as a pack. 3: the log does not go on from the one you saw.
Keep the file \`checkpoint\`: next time it shows that nothing before it was rewritten.

## What is in it

| file | holds |
| --- | --- |
| checkpoint, hub-checkpoint | the signed state of this tenant's log and of the hub's log, with the lines of witnesses |
| keys.json | the log's keys, and how each took over from the one before it |
| proofs.json | this checkpoint as a leaf of the hub's log; what shows that an earlier checkpoint was not rewritten |
| streams.jsonl | for each stream: its last revision and running hash at this checkpoint, with the proof (a case or a patient) |
| edges.jsonl | the last event before a period and the first one after it, to show where it begins and ends |
| events/, disclosures/, receipts/ | the sealed events, each with its leaf's place and inclusion proof |
| opened/ | the same events' fields that the reader had a right to, opened; apart, since what is signed is the sealed form |
| timestamps.jsonl | if there are any: earlier checkpoints with the RFC 3161 token of a time stamping authority, and what shows that the log goes on from them |
| schemas.json | the shapes of the events |
| fhir/ | FHIR R4 Bundles: AuditEvent by IHE BALP, and Provenance |
| timeline.html, timeline/ | for people |
| manifest.json, manifest.sig | every file with its SHA-256 (RFC 8785), and the log's signature over that |

## What it does not show

- Opened values are the hub's word: only the holder of a person's key can compare them with the sealed ones. After an erasure they read SHREDDED, and every proof still holds.
- Each stream in a case's or a patient's pack is whole. That no further stream belongs to it is shown only by a pack of a period, which holds every event of the tenant in it.
- Times are the event store's clock; a time stamping authority's and the witnesses' times bound them from above.
`;
