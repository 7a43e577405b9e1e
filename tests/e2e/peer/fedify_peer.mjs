// A second ActivityPub implementation for the end-to-end tests, on @fedify/fedify: HTTPS on the loopback for other
// servers, plain HTTP on a second port for the test (control.mjs). Prints one line of JSON when it listens, ends
// on SIGTERM.
//
//   CERT, KEY               PEM files of its certificate
//   HOST, PORT              name and port that its ids carry, such as peer.localhost and 21001
//   CONTROL_PORT            port of the control API
//   NODE_EXTRA_CA_CERTS     the tests' certificate authority, read by Node itself
//   FIRST_KNOCK             rfc9421 (default) or draft-cavage-http-signatures-12
import './localhost_names.mjs';

import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';

import { Control } from './control.mjs';
import { createPeer } from './federation.mjs';

const mostBytes = 1024 * 1024;

function setting(name) {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
}

async function bodyOf(incoming) {
    const parts = [];
    let size = 0;
    for await (const part of incoming) {
        size += part.length;
        if (size > mostBytes) throw new Error('body too large');
        parts.push(part);
    }
    return Buffer.concat(parts);
}

async function toRequest(incoming, origin) {
    const headers = new Headers();
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    const body = hasBody ? await bodyOf(incoming) : undefined;
    return new Request(new URL(incoming.url, origin), { method: incoming.method, headers, body });
}

async function answer(response, outgoing) {
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function serveFederation(peer, origin) {
    return async (incoming, outgoing) => {
        try {
            const request = await toRequest(incoming, origin);
            await answer(await peer.federation.fetch(request, { contextData: undefined }), outgoing);
        } catch (error) {
            peer.state.errors.push({ at: new Date().toISOString(), what: 'server', reason: String(error?.stack ?? error) });
            outgoing.writeHead(500).end();
        }
    };
}

function serveControl(control) {
    return async (incoming, outgoing) => {
        let status = 200;
        let result;
        try {
            const text = (await bodyOf(incoming)).toString();
            result = await control.call(incoming.method, incoming.url, text ? JSON.parse(text) : {});
        } catch (error) {
            status = error.status ?? 502;
            result = { error: String(error.message ?? error), detail: String(error.stack ?? '') };
        }
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        outgoing.end(JSON.stringify(result));
    };
}

function listen(server, port) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve(server.address().port));
    });
}

const host = setting('HOST');
const port = Number(setting('PORT'));
const origin = port === 443 ? `https://${host}` : `https://${host}:${port}`;
const peer = await createPeer({ origin, firstKnock: process.env.FIRST_KNOCK });
const tls = { cert: readFileSync(setting('CERT')), key: readFileSync(setting('KEY')) };
const servers = [
    createServer(tls, serveFederation(peer, origin)),
    createPlainServer(serveControl(new Control(peer.federation, peer.state, origin))),
];
await listen(servers[0], port);
const controlPort = await listen(servers[1], Number(process.env.CONTROL_PORT ?? 0));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
console.log(JSON.stringify({ origin, control: `http://127.0.0.1:${controlPort}` }));
