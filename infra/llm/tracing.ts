// LangChain sends what passes through a graph or model to an outside service when the environment says so. Here that would be patients' data.
const SWITCHES = ['LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2', 'LANGSMITH_TRACING', 'LANGCHAIN_TRACING', 'LANGSMITH_GATEWAY'];

/** Takes the switches out of the environment; call it before anything of LangChain runs. Answers which were set. */
export function forbidTracing(env: NodeJS.ProcessEnv): string[] {
  const set = SWITCHES.filter((name) => env[name] !== undefined);
  for (const name of set) delete env[name];
  return set;
}
