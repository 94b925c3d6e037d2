// The gate before the warehouse: a text becomes the one SELECT it may be, or is refused. The engine's own parser reads it, writes it
// anew and shows its tree, so there is nothing that the gate reads one way and the engine another.
import { tokensOf } from '#infra/embedded/clickhouse/tokens.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { ANALYTICS } from '#projections/warehouse/analytics/view.ts';
import { judge } from './rules.ts';
import { treeOf } from './syntax-tree.ts';

/** As ClickHouse's HTTP interface takes them: text, escaped as in a TSV field. */
export type Params = Readonly<Record<string, string>>;
/** The answer, as plain text, of a statement that reads no table. */
export type Parse = (sql: string, params: Params) => Promise<string>;
/** `sql` has no FORMAT of its own. */
export type Admitted = { readonly sql: string; readonly format?: string };

export const LONGEST_SQL = 64 << 10;
/** What tools ask a server about itself is answered by views of the same columns. */
const ABOUT = ['tables', 'columns', 'databases', 'settings'];

export const refused = (why: string): HubError => new HubError('invalid', 'analytics.refused', `The query is refused: ${why}.`);

/** A quoted name may hold letters, digits, blanks and harmless marks; others could look like a line of the tree. */
const CLEAN = /^[\p{L}\p{N}\p{M} _.,:;()%&+*/#@!?=<>|~^$-]*$/u;

/** `system.tables` becomes `analytics.system_tables`. Works on the engine's own spelling, where nothing stands between the words. */
function aboutItself(sql: string): string {
  const tokens = tokensOf(sql);
  const edits = tokens.flatMap((token, i) => {
    const [dot, name] = [tokens[i + 1], tokens[i + 2]];
    const isAsked = token.kind === 'word' && token.text === 'system' && dot?.text === '.' && name?.kind === 'word' && ABOUT.includes(name.text);
    return isAsked ? [{ at: token.at, end: name.end, text: `${ANALYTICS}.system_${name.text}` }] : [];
  });
  return edits.reduceRight((text, { at, end, text: by }) => text.slice(0, at) + by + text.slice(end), sql);
}

function mustBeClean(sql: string): void {
  for (const token of tokensOf(sql)) if (token.kind === 'word' && !CLEAN.test(token.text)) throw refused('a name holds a mark that is not allowed');
}

/** Throws HubError `analytics.refused`, or what `parse` throws for a text the engine cannot read. */
export async function admit(parse: Parse, text: string, params: Params): Promise<Admitted> {
  if (text.length > LONGEST_SQL) throw refused(`it is longer than ${LONGEST_SQL} characters`);
  if (text.includes('\0')) throw refused('it holds a zero byte');
  const sql = aboutItself((await parse('SELECT formatQuery({text:String})', { text: escaped(text) })).trim());
  if (!/^(SELECT|WITH|\()/.test(sql)) throw refused('only one SELECT can be asked');
  mustBeClean(sql);
  const tree = treeOf((await parse(`EXPLAIN AST ${sql}`, params)).trimEnd().split('\n'));
  if (!tree) throw refused('its names cannot be told from its parts');
  const verdict = judge(tree);
  if ('fault' in verdict) throw refused(verdict.fault);
  return withoutFormat(sql, verdict.format);
}

function withoutFormat(sql: string, format: string | undefined): Admitted {
  if (format === undefined) return { sql };
  const end = new RegExp(`\\nFORMAT ${format}\\s*$`).exec(sql);
  if (!end || !/^\w+$/.test(format)) throw refused('FORMAT belongs to the end');
  return { sql: sql.slice(0, end.index), format };
}

/** Text as a parameter's value: the interface reads it as one field of TSV. */
export const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll("'", "\\'");
