// Free ports outside the range that the kernel gives to outgoing connections, so that a server that is stopped
// and started again finds its own port free.
import { createServer } from 'node:net';

const first = 12000;
const last = 32000;
const given = new Set();

function isFree(port) {
    return new Promise((resolve) => {
        const server = createServer();
        server.once('error', () => resolve(false));
        server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
}

export async function freePort() {
    for (let attempt = 0; attempt < 1000; ++attempt) {
        const port = first + Math.floor(Math.random() * (last - first));
        if (given.has(port) || !(await isFree(port))) continue;
        given.add(port);
        return port;
    }
    throw new Error('no free port found');
}
