// The few statements besides SELECT with which tools ask what there is, as SELECTs over what an analyst may read.

const FORMAT = String.raw`(?:\s+FORMAT\s+(\w+))?\s*;?\s*$`;
const matching = (pattern: string) => new RegExp(String.raw`^\s*${pattern}${FORMAT}`, 'i');
const DATABASES = matching('SHOW\\s+DATABASES');
const TABLES = matching('SHOW\\s+(?:FULL\\s+)?TABLES(?:\\s+(?:FROM|IN)\\s+[`"]?analytics[`"]?)?');
const COLUMNS = matching('DESC(?:RIBE)?\\s+(?:TABLE\\s+)?(?:[`"]?analytics[`"]?\\.)?[`"]?(\\w+)[`"]?');

/** How Go programs, Grafana's plugin among them, begin. The server's own name is nobody's business. */
const GREETING = matching('SELECT\\s+displayName\\(\\),\\s*version\\(\\),\\s*revision\\(\\),\\s*timezone\\(\\)');
const GREETED = "SELECT 'hub' AS `displayName()`, version(), toUInt32(0) AS `revision()`, timezone()";

const DESCRIBED = "name, type, '' AS default_type, '' AS default_expression, comment, '' AS codec_expression, '' AS ttl_expression";
const withFormat = (sql: string, format: string | undefined) => (format ? `${sql} FORMAT ${format}` : sql);

/** The statement itself when it is none of them. */
export function asSelect(sql: string): string {
  const databases = DATABASES.exec(sql);
  if (databases) return withFormat('SELECT name FROM system.databases', databases[1]);
  const tables = TABLES.exec(sql);
  if (tables) return withFormat('SELECT name FROM system.tables ORDER BY name', tables[1]);
  const greeting = GREETING.exec(sql);
  if (greeting) return withFormat(GREETED, greeting[1]);
  const columns = COLUMNS.exec(sql);
  return columns ? withFormat(`SELECT ${DESCRIBED} FROM system.columns WHERE table = '${columns[1]}' ORDER BY position`, columns[2]) : sql;
}
