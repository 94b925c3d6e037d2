// A client of live updates that loses nothing: node infra/sockets/example.mjs ADDRESS EMAIL PASSWORD TENANT [ROOM]…
// It prints one JSON line for each event and comes back by itself after whatever happened, from where it was.
import { io } from 'socket.io-client';

const [address, email, password, tenant, ...rooms] = process.argv.slice(2);
if (!tenant) {
  console.log('node infra/sockets/example.mjs ADDRESS EMAIL PASSWORD TENANT [ROOM]…');
  process.exit(address === '--help' ? 0 : 2);
}

async function signIn() {
  const body = JSON.stringify({ email, password, tenant });
  const answer = await fetch(`${address}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`);
  return (await answer.json()).accessToken;
}

let token = await signIn();
let cursor; // in a real client: kept with what it was used for
const socket = io(`${address}/live`, {
  transports: ['websocket'],
  reconnectionDelayMax: 5_000,
  auth: (give) => give({ token, ...(cursor && { cursor }), ...(rooms.length > 0 && { rooms }) }),
});
const print = (name, message) => console.log(JSON.stringify({ [name]: message }));

/** The token ends after minutes, and when rights change: get another, then go on from the cursor. */
async function signInAgain() {
  token = await signIn();
  socket.disconnect().connect();
}

socket.on('hello', (hello) => {
  cursor ??= hello.cursor;
  print('hello', hello);
});
socket.on('event', (event) => {
  print('event', event); // fetch the view that it changed: the view already holds it
  cursor = event.position; // only after it was used, so that nothing is lost when this client dies
});
socket.on('resync', (to) => {
  print('resync', to); // too much was missed: fetch everything anew
  cursor = to.cursor;
});
socket.on('left', ({ room }) => print('left', { room })); // rights changed
socket.on('signed-out', () => void signInAgain());
socket.on('connect_error', (error) => {
  print('refused', { code: error.data?.code ?? error.message });
  if (!socket.active) setTimeout(() => void signInAgain(), 1_000); // refused by the hub, not by the network
});
process.on('SIGTERM', () => process.exit(0));
