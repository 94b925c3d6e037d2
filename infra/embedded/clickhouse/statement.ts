// What kind of statement a text holds, and the refusals that keep one request to one statement and inside this data folder.
import { accessRefusal, syntaxRefusal, unsupported } from './fault.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Insert = { readonly kind: 'insert'; readonly table: string; readonly columns?: string[]; readonly format: string; readonly inline: string };
export type Statement =
  | { readonly kind: 'select'; readonly format?: string }
  | { readonly kind: 'other'; readonly format?: string; readonly word: string }
  | Insert;

const INSERT =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`"]+)\s*(?:\(([^()*]*)\)\s*)?FORMAT\s+(?!VALUES\b)(\w+)[ \t]*;?[ \t]*(?:\r?\n|$)/i;
const bare = (name: string) => name.trim().replaceAll(/[`"]/g, '');

/** `INSERT INTO t (a, b) FORMAT f`, with what follows the format's line as the first part of the data. */
export function insertOf(sql: string): Insert | undefined {
  const match = INSERT.exec(sql);
  if (!match) return undefined;
  const [all, table, columns, format] = match;
  return { kind: 'insert', table: bare(table!), columns: columns?.split(',').map(bare), format: format!, inline: sql.slice(all.length) };
}

const is = (token: Token | undefined, ...words: string[]) => token?.kind === 'word' && words.includes(token.text.toLowerCase());
const isMark = (token: Token | undefined, mark: string) => token?.kind === 'mark' && token.text === mark;

/** The grants refuse every table function and engine that reaches outside; these few are not covered by any grant. */
export function refuseOutside(tokens: readonly Token[]): void {
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (is(token, 'file', 'executable') && isMark(next, '(')) throw accessRefusal(`${token.text}() reaches outside the warehouse and is refused here`);
    if (is(token, 'into') && is(next, 'outfile')) throw accessRefusal('INTO OUTFILE writes files and is refused here');
    if (is(token, 'from') && is(next, 'infile')) throw accessRefusal('FROM INFILE reads files and is refused here');
  });
}

function refuseSecond(tokens: readonly Token[]): void {
  const first = tokens.findIndex((token) => isMark(token, ';'));
  const more = first >= 0 && tokens.slice(first).some((token) => !isMark(token, ';'));
  if (more) throw syntaxRefusal('Syntax error (Multi-statements are not allowed)');
}

function formatOf(tokens: readonly Token[]): string | undefined {
  const at = tokens.findLastIndex((token, i) => is(token, 'format') && tokens[i + 1]?.kind === 'word' && i > 0);
  return at < 0 ? undefined : tokens[at + 1]!.text;
}

const SELECTS = ['select', 'with', 'from'];
/** Sessions are shared between requests, so nothing may be left behind in one. */
const STATEFUL = ['set', 'use', 'begin', 'commit', 'rollback'];

/** Throws a `Refusal` for no statement, several statements, session state, and reaching outside. */
export function statementOf(sql: string): Statement {
  const insert = insertOf(sql);
  if (insert) return insert;
  const tokens = tokensOf(sql);
  const first = tokens.find((token) => !isMark(token, '('));
  if (!first) throw syntaxRefusal('Empty query');
  refuseSecond(tokens);
  refuseOutside(tokens);
  if (is(first, ...STATEFUL)) throw unsupported(`${first.text} has no session to act on: send settings and the database with the request`);
  return is(first, ...SELECTS) ? { kind: 'select', format: formatOf(tokens) } : { kind: 'other', format: formatOf(tokens), word: first.text.toLowerCase() };
}
