// Emergency looks that somebody else has to judge: why, when, and what was seen under them.
import { Button, Group, Radio, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useHere, useMay, useMembership } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { Link } from '../ui/Link.tsx';
import { Empty } from '../ui/Notice.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Value } from '../ui/Value.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { When } from '../ui/When.tsx';
import { search, useBreakGlass } from './queries.ts';
import type { BreakGlass } from './types.ts';

const STATES = ['to-review', 'open', 'reviewed'] as const;
const HEADS = ['audit.who', 'audit.whose', 'audit.when', 'audit.why', 'audit.seen', 'audit.verdict'] as const;

export function BreakGlassPage() {
  const { t } = useLanguage();
  useTitle(`${t('audit.part.break-glass')} · ${t('audit.title')}`);
  const [state, setState] = useState<string>('to-review');
  const [judged, judge] = useState<BreakGlass>();
  const { data, error, refetch } = useBreakGlass(state);
  const close = () => judge(undefined);
  return (
    <>
      <SegmentedControl
        mb="md"
        aria-label={t('audit.part.break-glass')}
        data={STATES.map((one) => ({ value: one, label: t(`audit.glass.${one}`) }))}
        value={state}
        onChange={setState}
      />
      <section className="card" aria-label={t('audit.part.break-glass')}>
        {error || !data ? (
          <Waiting of={{ error, refetch }} />
        ) : data.items.length === 0 ? (
          <Empty title={t('audit.none')} body={t('audit.glass.none')} />
        ) : (
          <Table label={t('audit.part.break-glass')} heads={HEADS}>
            {data.items.map((item) => (
              <Row key={item.id} item={item} judge={judge} />
            ))}
          </Table>
        )}
      </section>
      <Dialog opened={judged !== undefined} onClose={close} title={t('audit.glass.judge')}>
        {judged && <Judge item={judged} close={close} />}
      </Dialog>
    </>
  );
}

function Row({ item, judge }: { item: BreakGlass; judge: (item: BreakGlass) => void }) {
  const { t } = useLanguage();
  const here = useHere();
  const who = useWho();
  const { member } = useMembership();
  const may = useMay();
  const { id, memberId, patientId, openedAt, endsAt, verdict } = item;
  const mayJudge = item.status === 'to-review' && member.id !== memberId && may('judgeLook');
  const seen = search({ readerId: memberId, personId: patientId, from: openedAt, to: endsAt });
  return (
    <tr>
      <td>{who({ id: memberId, kind: 'staff', role: 'member' })}</td>
      <td>
        <Link to={here(`/patients/${patientId}`)}>
          <code>{patientId.slice(-8)}</code>
        </Link>
      </td>
      <td>
        <When at={openedAt} /> – <When at={endsAt} />
      </td>
      <td>
        <Value of={item.reason}>{(reason) => reason}</Value>
      </td>
      <td className="audit-links">
        {may('disclosures') && <Link to={here(`/audit/disclosures?${seen}`)}>{t('audit.part.disclosures')}</Link>}
        <Link to={here(`/audit/streams/breakglass/${id}`)}>{t('replay.events')}</Link>
      </td>
      <td>
        {verdict && <span className={verdict === 'justified' ? 'tag tag-accepted' : 'tag tag-red'}>{t(`audit.verdict.${verdict}`)}</span>}
        {mayJudge && (
          <Button size="compact-sm" variant="default" onClick={() => judge(item)}>
            {t('audit.glass.judge')}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Judge({ item, close }: { item: BreakGlass; close: () => void }) {
  const { t } = useLanguage();
  const [verdict, setVerdict] = useState('');
  const [note, setNote] = useState('');
  const command = useCommand([['audit', 'break-glass']], close);
  const isReady = verdict !== '' && (note.trim() === '' || note.trim().length >= 10);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const body = { verdict, ...(note.trim() && { note: note.trim() }) };
        if (isReady) command.mutate({ path: `/api/break-glass/${item.id}/review`, body });
      }}
    >
      <Stack gap="md">
        <p>
          <Value of={item.reason}>{(reason) => <q>{reason}</q>}</Value>
        </p>
        <Radio.Group label={t('audit.verdict')} value={verdict} onChange={setVerdict} required>
          <Group mt="xs">
            {(['justified', 'not-justified'] as const).map((one) => (
              <Radio key={one} value={one} label={t(`audit.verdict.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Textarea
          label={t('audit.note')}
          description={t('audit.note.hint')}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FormEnd go={t('audit.glass.judge')} close={close} command={command} disabled={!isReady} />
      </Stack>
    </form>
  );
}
