// `hub audit`: what an auditor takes away from a hub, and how they check it afterwards.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../import/options.ts';
import { exportPack } from './export.ts';
import { makeReport } from './report.ts';

const HELP = `hub audit export | verify | report
  export    write an evidence pack of a case, a patient, or everything a tenant recorded in a period
  verify    check a pack; needs no hub. The same file, synchron-verify.mjs, runs alone at the auditor's
  report    make a report that law asks for, such as an accounting of disclosures or the scope of a breach
  Each has its own --help.`;
const VERIFIER = fileURLToPath(import.meta.resolve('#infra/ledger/verify/synchron-verify.mjs'));

/** In a process of its own: the file is used as it will be at the auditor's. */
const verify = (args: string[]): number => spawnSync(process.execPath, [VERIFIER, ...args], { stdio: 'inherit' }).status ?? 2;

export async function runAudit([what, ...args]: string[]): Promise<number> {
  if (what === '--help' || what === '-h') return (console.log(HELP), 0);
  if (what === 'verify') return verify(args);
  if (what !== 'export' && what !== 'report') return (console.error('hub: hub audit export, verify or report; see hub audit --help'), 2);
  try {
    return await (what === 'export' ? exportPack(args) : makeReport(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`hub: ${error.message}`);
    return 2;
  }
}
