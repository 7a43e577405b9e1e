// A server of nobody's making, for tests that need to lie: it serves whatever documents it is told, signs
// whatever it is told (draft-cavage, RSA), and counts who calls. HTTPS under evil.localhost.
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

import { request } from './calls.mjs';
import { certificates } from './certificates.mjs';
import { freePort } from './ports.mjs';

export const publicCollection = 'https://www.w3.org/ns/activitystreams#Public';
const context = ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'];
const activityJson = 'application/activity+json';

export class Stranger {
    static async start(host = 'evil.localhost', tls = certificates()) {
        const stranger = new Stranger();
        stranger.documents = new Map(); // path → value, or function (request, response)
        stranger.calls = [];
        stranger.received = []; // {path, activity, status, headers}
        stranger.sockets = new Set();
        const { certificate, key } = tls;
        stranger.server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (incoming, outgoing) =>
            stranger.answer(incoming, outgoing));
        stranger.server.on('connection', (socket) => {
            stranger.sockets.add(socket);
            socket.on('error', () => {});
            socket.on('close', () => stranger.sockets.delete(socket));
        });
        const port = await freePort();
        await new Promise((done) => stranger.server.listen(port, '127.0.0.1', done));
        stranger.domain = `${host}:${port}`;
        stranger.origin = `https://${stranger.domain}`;
        return stranger;
    }

    close() {
        this.server.close();
        for (const socket of this.sockets) socket.destroy();
    }

    answer(incoming, outgoing) {
        const url = new URL(incoming.url, this.origin);
        this.calls.push(`${incoming.method} ${url.pathname}`);
        incoming.on('error', () => {});
        outgoing.on('error', () => {});
        if (incoming.method === 'POST') return void this.receive(url, incoming, outgoing);
        const found = this.documents.get(url.pathname === '/.well-known/webfinger' ? url.searchParams.get('resource') : url.pathname);
        if (typeof found === 'function') return void found(incoming, outgoing);
        if (!found) return void outgoing.writeHead(404).end();
        outgoing.writeHead(200, { 'content-type': found.subject ? 'application/jrd+json' : activityJson });
        outgoing.end(JSON.stringify(found));
    }

    // What comes into its inboxes is kept, and answered as `verdict` says: a status, or nothing for silence.
    async receive(url, incoming, outgoing) {
        const parts = [];
        try {
            for await (const part of incoming) parts.push(part);
        } catch {
            return;
        }
        const activity = JSON.parse(Buffer.concat(parts).toString());
        const status = this.verdict?.(activity, url.pathname) ?? 202;
        this.received.push({ path: url.pathname, activity, status, headers: incoming.headers });
        if (status === 'silence') return;
        outgoing.writeHead(status, { 'retry-after': '1' }).end();
    }

    // Another key for somebody, in the document from now on.
    rotate(actor) {
        const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        actor.privateKey = privateKey;
        const document = this.documents.get(`/users/${actor.name}`);
        document.publicKey = { ...document.publicKey, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) };
    }

    // Someone with a key, a document and a handle.
    actor(name, changes = {}) {
        const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const id = `${this.origin}/users/${name}`;
        const actor = { id, name, privateKey, keyId: `${id}#main-key`, handle: `${name}@${this.domain}`, followers: `${id}/followers` };
        this.documents.set(`/users/${name}`, {
            '@context': context,
            id,
            type: 'Person',
            preferredUsername: name,
            name,
            inbox: `${id}/inbox`,
            outbox: `${id}/outbox`,
            followers: actor.followers,
            manuallyApprovesFollowers: false,
            publicKey: { id: actor.keyId, owner: id, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) },
            ...changes,
        });
        this.documents.set(`acct:${actor.handle}`, {
            subject: `acct:${actor.handle}`,
            links: [{ rel: 'self', type: activityJson, href: id }],
        });
        return actor;
    }

    note(actor, content, changes = {}) {
        const id = `${this.origin}/notes/${crypto.randomUUID()}`;
        return {
            id,
            type: 'Note',
            attributedTo: actor.id,
            content: `<p>${content}</p>`,
            published: new Date().toISOString(),
            to: [publicCollection],
            cc: [actor.followers],
            tag: [],
            attachment: [],
            ...changes,
        };
    }
    activity(type, actor, object, changes = {}) {
        return {
            '@context': context,
            id: `${this.origin}/activities/${crypto.randomUUID()}`,
            type,
            actor: actor.id,
            object,
            to: [publicCollection],
            cc: [],
            ...changes,
        };
    }
    create(actor, note, changes = {}) {
        return this.activity('Create', actor, note, { to: note.to, cc: note.cc, ...changes });
    }
}

export function digestOf(body) {
    return `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
}

// The headers of a signed POST; `changes` bends single parts: headers, signed (names), keyId, target, host, key.
export function signedHeaders(actor, url, body, changes = {}) {
    const { host, pathname, search } = new URL(url);
    const headers = { host, date: new Date().toUTCString(), digest: digestOf(body), 'content-type': activityJson, ...changes.headers };
    const names = changes.signed ?? ['(request-target)', 'host', 'date', 'digest', 'content-type'];
    const target = changes.target ?? `post ${pathname}${search}`;
    const signedHost = changes.host ?? headers.host;
    const lines = names.map((name) => {
        if (name === '(request-target)') return `${name}: ${target}`;
        return `${name}: ${name === 'host' ? signedHost : headers[name]}`;
    });
    const signature = createSign('RSA-SHA256').update(lines.join('\n')).sign(changes.key ?? actor.privateKey, 'base64');
    headers.signature = `keyId="${changes.keyId ?? actor.keyId}",algorithm="rsa-sha256",headers="${names.join(' ')}",signature="${signature}"`;
    delete headers.host; // fetch writes it
    return headers;
}

export async function deliver(inbox, actor, activity, changes = {}) {
    const body = changes.body ?? JSON.stringify(activity);
    const headers = signedHeaders(actor, inbox, changes.digestedBody ?? body, changes);
    return await request(inbox, { method: 'POST', headers, body });
}
