import { Button, Checkbox, Group, Loader, Radio, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useHub } from '../app/hub.tsx';
import { showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { type Fetched, fetchFile, save } from './download.ts';
import { Copy } from './LedgerPage.tsx';
import { PatientPicker } from '../patients/PatientPicker.tsx';
import { type Filter, search as query, useLedger } from './queries.ts';
import { lastVisit } from './visits.ts';

const SCOPES = ['case', 'patient', 'period'] as const;
type Scope = (typeof SCOPES)[number];

/** A pack of a case, a patient or a period, with its progress, and how to check it afterwards. */
export function EvidencePage({ search }: { search: URLSearchParams }) {
  const { t } = useLanguage();
  useTitle(`${t('audit.part.evidence')} · ${t('audit.title')}`);
  const { data } = useLedger();
  const [scope, setScope] = useState<Scope>(search.has('patient') ? 'patient' : 'case');
  const [asked, setAsked] = useState<Filter>({ case: search.get('case') ?? undefined, patient: search.get('patient') ?? undefined });
  const [isContinued, setContinued] = useState(true);
  const visit = data && lastVisit(data.log.origin);
  const since = visit && isContinued && visit.size <= data.log.size ? String(visit.size) : undefined;
  const get = usePack();
  const names = { case: ['case'], patient: ['patient'], period: ['from', 'to'] }[scope];
  const given = Object.fromEntries(names.map((name) => [name, asked[name]]));
  const isReady = scope === 'period' || Boolean(asked[scope]);
  const set = (name: string) => (value: string | undefined) => setAsked({ ...asked, [name]: value });
  return (
    <section className="card audit-form" aria-labelledby="evidence-title">
      <h2 id="evidence-title">{t('audit.evidence.title')}</h2>
      <p className="muted">{t('audit.evidence.means')}</p>
      <form
        className="audit-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) get.run(`/api/audit/evidence?${query({ ...given, since })}`);
        }}
      >
        <Radio.Group label={t('audit.evidence.of')} value={scope} onChange={(value) => setScope(value as Scope)}>
          <Group mt="xs">
            {SCOPES.map((one) => (
              <Radio key={one} value={one} label={t(`audit.evidence.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <div className="audit-fields">
          {scope === 'case' && (
            <TextInput
              label={t('audit.case')}
              placeholder="0190…"
              value={asked['case'] ?? ''}
              onChange={(event) => set('case')(event.currentTarget.value.trim())}
            />
          )}
          {scope === 'patient' && <PatientPicker label={t('audit.whose')} value={asked['patient'] ?? null} onPick={set('patient')} />}
          {scope === 'period' &&
            (['from', 'to'] as const).map((name) => (
              <TextInput
                key={name}
                type="date"
                label={t(`audit.${name}`)}
                onChange={({ currentTarget: { value } }) => set(name)(value ? `${value}T00:00:00.000Z` : undefined)}
              />
            ))}
        </div>
        {visit && (
          <Checkbox
            checked={isContinued}
            onChange={(event) => setContinued(event.currentTarget.checked)}
            label={t('audit.evidence.since', { size: visit.size })}
          />
        )}
        <Group>
          <Button type="submit" disabled={!isReady || get.bytes !== undefined} leftSection={<IconDownload size={16} aria-hidden />}>
            {t('audit.evidence.go')}
          </Button>
          {get.bytes !== undefined && (
            <>
              <Loader size="sm" aria-hidden />
              <span role="status">{t('audit.evidence.progress', { mb: showNumber(get.bytes / 2 ** 20) })}</span>
              <Button variant="default" onClick={get.cancel}>
                {t('common.cancel')}
              </Button>
            </>
          )}
        </Group>
      </form>
      <Refusal error={get.error} />
      {get.done && data && <HowToVerify pack={get.done} vkey={data.log.keys[0] ?? ''} />}
    </section>
  );
}

function HowToVerify({ pack, vkey }: { pack: Fetched; vkey: string }) {
  const { t } = useLanguage();
  const command = `node synchron-verify.mjs ${pack.name} --key ${vkey}`;
  return (
    <div className="audit-done" role="status">
      <p>{t('audit.evidence.done', { name: pack.name, mb: showNumber(pack.blob.size / 2 ** 20) })}</p>
      <pre tabIndex={0}>
        <code>{command}</code>
      </pre>
      <Group>
        <Copy text={command} />
        <Button size="compact-xs" variant="default" onClick={() => save(pack)}>
          {t('audit.evidence.again')}
        </Button>
      </Group>
    </div>
  );
}

type Running = { bytes?: number; error?: unknown; done?: Fetched };
function usePack(): Running & { run: (path: string) => void; cancel: () => void } {
  const { session } = useHub();
  const [state, setState] = useState<Running>({});
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  useEffect(() => state.done && save(state.done), [state.done]);
  const run = (path: string) => {
    const { signal } = (stop.current = new AbortController());
    setState({ bytes: 0 });
    fetchFile(session, path, (bytes) => setState({ bytes }), signal)
      .then((done) => setState({ done }))
      .catch((error: unknown) => setState(signal.aborted ? {} : { error }));
  };
  return { ...state, run, cancel: () => stop.current?.abort() };
}
