import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { forbidTracing } from './tracing.ts';

const graph = () => {
  const State = Annotation.Root({ name: Annotation<string> });
  return new StateGraph(State)
    .addNode('work', () => ({ name: 'Ayşe' }))
    .addEdge(START, 'work')
    .addEdge('work', END)
    .compile();
};

spec('no data leaves by LangChain', (it) => {
  it('a graph that is told to report to an outside service does not', async () => {
    let calls = 0;
    const server = createServer((_, response) => {
      calls++;
      response.end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, { LANGSMITH_TRACING: 'true', LANGSMITH_API_KEY: 'k', LANGSMITH_ENDPOINT: endpoint, LANGCHAIN_TRACING_V2: 'true' });
    assert.equal(forbidTracing(process.env), ['LANGCHAIN_TRACING_V2', 'LANGSMITH_TRACING']);
    await graph().invoke({ name: 'x' });
    await sleep(800);
    server.closeAllConnections();
    server.close();
    assert.is(calls, 0);
  });
  it('an environment without the switches is left as it is', () => {
    const env = { HOME: '/root' };
    assert.equal(forbidTracing(env), []);
    assert.equal(env, { HOME: '/root' });
  });
});
