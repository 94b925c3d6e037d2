import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useHub, useMay } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { KINDS } from './parts.ts';
import { search as query } from './queries.ts';
import { Steps } from './Steps.tsx';
import type { LedgerProof } from './types.ts';
import { checkEvent } from './verify/checks.ts';

/** Asks the hub for the proof of one event, and checks it here. */
export function ProveEvent({ search, vkey }: { search: URLSearchParams; vkey: string }) {
  const { t } = useLanguage();
  const { http } = useHub();
  const may = useMay();
  const [slice, setSlice] = useState(search.get('slice') ?? 'case');
  const [id, setId] = useState(search.get('id') ?? '');
  const [revision, setRevision] = useState<number | string>(Number(search.get('revision') ?? 0));
  const prove = useMutation({
    mutationFn: async () => {
      const proof = await http.get<LedgerProof>(`/api/audit/ledger/proof?${query({ slice, id: id.trim(), revision: String(revision) })}`);
      return { proof, steps: await checkEvent(proof, vkey) };
    },
  });
  const { mutate } = prove;
  const isAsked = search.has('id');
  useEffect(() => {
    if (isAsked) mutate();
  }, [isAsked, mutate]);
  if (!may('proof')) return null;
  const kinds = [...new Set([slice, ...KINDS])];
  return (
    <section className="card audit-form" aria-labelledby="prove-title">
      <h2 id="prove-title">{t('audit.prove')}</h2>
      <p className="muted">{t('audit.prove.means')}</p>
      <form
        className="audit-fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim()) prove.mutate();
        }}
      >
        <Select
          label={t('audit.kind')}
          data={kinds.map((one) => ({ value: one, label: wordFor(t, 'slice', one) }))}
          value={slice}
          onChange={(value) => value && setSlice(value)}
        />
        <TextInput label={t('audit.id')} value={id} onChange={(event) => setId(event.currentTarget.value)} />
        <NumberInput label={t('audit.revision')} min={0} allowDecimal={false} value={revision} onChange={setRevision} />
        <Button type="submit" loading={prove.isPending} disabled={!id.trim()}>
          {t('audit.prove.go')}
        </Button>
      </form>
      <Refusal error={prove.error} />
      {prove.data && (
        <>
          <Steps steps={prove.data.steps} of={t('audit.prove')} />
          <details className="paths">
            <summary>{t('audit.prove.leaf')}</summary>
            <pre tabIndex={0}>{JSON.stringify({ ...prove.data.proof, leaf: JSON.parse(prove.data.proof.leaf) as unknown }, null, 1)}</pre>
          </details>
        </>
      )}
    </section>
  );
}
