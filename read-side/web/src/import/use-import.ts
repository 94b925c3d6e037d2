import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHub } from '../app/hub.tsx';
import { type FileReport, toRefusal, toReport } from './read-report.ts';
import { add, EMPTY, isGzip, isImportable, type Report } from './report.ts';

export type ImportState = { phase: 'idle' } | { phase: 'running' | 'done'; all: number; done: number; report: Report };
const AT_ONCE = 2;

/** Sends files to `POST /fhir`, two at a time. A file that fails is reported and does not stop the others. */
export function useImport(wrongType: string) {
  const { http } = useHub();
  const queries = useQueryClient();
  const [state, setState] = useState<ImportState>({ phase: 'idle' });

  const sendOne = async (file: File): Promise<Report> => {
    if (!isImportable(file.name)) return { ...EMPTY, rejected: [{ path: file.name, reason: wrongType }] };
    try {
      return toReport(await http.upload<FileReport>('/fhir?report=true', file, isGzip(file.name)), file.name);
    } catch (error) {
      return toRefusal(error, file.name);
    }
  };
  const run = async (files: readonly File[]) => {
    const waiting = [...files];
    let [done, report] = [0, EMPTY];
    setState({ phase: 'running', all: files.length, done, report });
    const worker = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        report = add(report, await sendOne(file));
        done += 1;
        setState({ phase: 'running', all: files.length, done, report });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setState({ phase: 'done', all: files.length, done, report });
    void queries.invalidateQueries({ queryKey: ['patients'] });
  };
  return { state, run, reset: () => setState({ phase: 'idle' }) };
}
