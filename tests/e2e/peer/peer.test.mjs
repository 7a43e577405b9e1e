// The peer against a second copy of itself: shows that the tool works before a server is judged by it.
// node --test peer/peer.test.mjs
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { request } from 'node:https';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'collegium_peer_'));
const peers = {};

function openssl(...parts) {
    execFileSync('openssl', parts, { cwd: folder, stdio: 'ignore' });
}

function makeCertificates() {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl('req', '-x509', ...key, '-days', '2', '-subj', '/CN=test-ca', '-addext', 'basicConstraints=critical,CA:TRUE',
        '-keyout', 'ca.key', '-out', 'ca.pem');
    writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:north.localhost,DNS:south.localhost\n');
    openssl('req', ...key, '-subj', '/CN=peer', '-keyout', 'peer.key', '-out', 'peer.csr');
    openssl('x509', '-req', '-in', 'peer.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2',
        '-extfile', 'names', '-out', 'peer.pem');
}

function freePort() {
    return new Promise((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

async function start(host, firstKnock) {
    const port = await freePort();
    const environment = {
        ...process.env,
        CERT: join(folder, 'peer.pem'),
        KEY: join(folder, 'peer.key'),
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        HOST: host,
        PORT: String(port),
        FIRST_KNOCK: firstKnock,
    };
    const child = spawn(process.execPath, [join(import.meta.dirname, 'fedify_peer.mjs')], {
        env: environment,
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise((resolve, reject) => {
        child.stdout.once('data', (data) => resolve(JSON.parse(data)));
        child.once('exit', () => reject(new Error('the peer did not start')));
    });
    return { ...line, child, host, port, handle: `@peer@${host}:${port}` };
}

async function call(peer, method, path, body) {
    const answer = await fetch(peer.control + path, { method, body: body ? JSON.stringify(body) : undefined });
    const result = await answer.json();
    assert.equal(answer.status, 200, JSON.stringify(result));
    return result;
}

function get(peer, path, accept) {
    return new Promise((resolve, reject) => {
        const options = {
            host: '127.0.0.1',
            port: peer.port,
            servername: peer.host,
            path,
            ca: readFileSync(join(folder, 'ca.pem')),
            headers: { host: `${peer.host}:${peer.port}`, accept },
        };
        request(options, (response) => {
            let text = '';
            response.on('data', (part) => (text += part));
            response.on('end', () => resolve({ status: response.statusCode, json: text ? JSON.parse(text) : null }));
        })
            .on('error', reject)
            .end();
    });
}

async function typesReceived(peer) {
    return (await call(peer, 'GET', '/received')).map((entry) => entry.type);
}

before(async () => {
    makeCertificates();
    peers.north = await start('north.localhost', 'draft-cavage-http-signatures-12');
    peers.south = await start('south.localhost', 'rfc9421');
});

after(() => {
    for (const peer of Object.values(peers)) peer.child.kill('SIGTERM');
    rmSync(folder, { recursive: true });
});

test('webfinger and actor document are served', async () => {
    const { north } = peers;
    const finger = await get(north, `/.well-known/webfinger?resource=acct:peer@north.localhost:${north.port}`, 'application/jrd+json');
    assert.equal(finger.status, 200);
    const self = finger.json.links.find((link) => link.rel === 'self');
    const actor = await get(north, new URL(self.href).pathname, 'application/activity+json');
    assert.equal(actor.json.preferredUsername, 'peer');
    assert.match(actor.json.publicKey.publicKeyPem, /BEGIN PUBLIC KEY/);
});

test('follow is accepted and posts reach the follower', async () => {
    const { north, south } = peers;
    await call(south, 'POST', '/follow', { handle: north.handle });
    assert.equal((await call(north, 'GET', '/followers')).length, 1);
    assert.equal((await call(south, 'GET', '/following'))[0].state, 'accepted');
    const post = await call(north, 'POST', '/post', { content: '<p>Fractions with paper strips</p>' });
    assert.deepEqual(await typesReceived(south), ['Accept', 'Create']);
    await call(south, 'POST', '/like', { id: post.note });
    await call(south, 'POST', '/announce', { id: post.note });
    assert.deepEqual(await typesReceived(north), ['Follow', 'Like', 'Announce']);
    await call(north, 'POST', '/delete', { id: post.note });
    assert.equal((await typesReceived(south)).at(-1), 'Delete');
    await call(south, 'POST', '/undo_follow', { handle: north.handle });
    assert.deepEqual(await call(north, 'GET', '/followers'), []);
});

test('direct post reaches the one it names', async () => {
    const { north, south } = peers;
    const post = await call(north, 'POST', '/post', { content: '<p>Only for you</p>', to: [south.handle] });
    const last = (await call(south, 'GET', '/received?type=Create')).at(-1);
    assert.equal(last.activity.object.id, post.note);
    assert.equal(last.activity.object.content, '<p>Only for you</p>');
});

test('unsigned activity is refused', async () => {
    const { north } = peers;
    await call(north, 'POST', '/reset');
    const status = await new Promise((resolve, reject) => {
        const activity = { '@context': 'https://www.w3.org/ns/activitystreams', type: 'Like', id: 'https://x.example/1', actor: 'https://x.example/a', object: 'https://x.example/o' };
        const outgoing = request({
            host: '127.0.0.1', port: north.port, servername: north.host, path: '/inbox', method: 'POST',
            ca: readFileSync(join(folder, 'ca.pem')), headers: { host: `${north.host}:${north.port}`, 'content-type': 'application/activity+json' },
        }, (response) => resolve(response.resume().statusCode));
        outgoing.on('error', reject).end(JSON.stringify(activity));
    });
    assert.equal(status, 401);
    assert.deepEqual(await call(north, 'GET', '/received'), []);
});
