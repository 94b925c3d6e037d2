// node infra/main/preop-report/main.ts PATH… : what the pre-operative rules find in FHIR bundles, without a hub.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleAt, filesAt } from './bundles.ts';
import { findingsOf, type Options, type Patient, tableOf } from './report.ts';

const USAGE = `Usage: node infra/main/preop-report/main.ts PATH… [--procedure TEXT] [--as-of YYYY-MM-DD] [--json]
PATH are FHIR R4 bundles (.json or .json.gz) or folders of them. Without --as-of each patient is judged at the time of the last resource.
--procedure is the planned procedure in words (default: sleeve gastrectomy). --json prints every finding, one JSON object a line.`;

function options(): { paths: string[]; json: boolean; options: Options } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'as-of': { type: 'string' },
      procedure: { type: 'string', default: 'sleeve gastrectomy' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help || positionals.length === 0) throw new Error(USAGE);
  const asOf = values['as-of'] === undefined ? undefined : Date.parse(values['as-of']);
  if (asOf !== undefined && Number.isNaN(asOf)) throw new Error(`--as-of ${values['as-of']} is not a date such as 2020-05-31`);
  return { paths: positionals, json: values.json, options: { procedure: { code: 'text', text: values.procedure }, ...(asOf === undefined ? {} : { asOf }) } };
}

function main(): void {
  const given = options();
  const bundles = filesAt(given.paths).map((file): Patient => ({ name: basename(file).replace(/\.json(\.gz)?$/, ''), resources: bundleAt(file) }));
  const patients = bundles.filter(({ resources }) => resources.some(({ resource }) => resource.resourceType === 'Patient'));
  const lines = patients.flatMap((patient) => findingsOf(patient, given.options));
  if (given.json) return lines.forEach((line) => console.log(JSON.stringify(line)));
  console.log(`${patients.length} patients, planned procedure: ${given.options.procedure.text}\n\n${tableOf(lines, patients.length)}`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
