// Waits until the database accepts connections. DB_HOST, DB_PORT; PATIENCE_SECONDS.
const net = require('node:net');
const { env, exit } = require('node:process');

const { DB_HOST: host, DB_PORT: port, PATIENCE_SECONDS: patience } = env;
const PAUSE = 2000;
const deadline = Date.now() + Number(patience) * 1000;

function attempt() {
  const socket = net.connect({ host, port: Number(port), timeout: 5000 });
  socket.once('connect', () => {
    console.log(`${host}:${port} accepts connections`);
    exit(0);
  });
  socket.once('timeout', () => socket.destroy(new Error('no answer')));
  socket.once('error', ({ message }) => {
    if (Date.now() + PAUSE > deadline) {
      console.error(`${host}:${port} did not accept connections within ${patience} seconds: ${message}`);
      exit(1);
    }
    console.log(`waiting for ${host}:${port}: ${message}`);
    setTimeout(attempt, PAUSE);
  });
}

attempt();
