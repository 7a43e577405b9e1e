// Servers that hang, stream without end, redirect in circles or answer garbage when asked for a key or a post.
// The delivery fails; everybody else is served meanwhile.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { worthlessCertificate } from '../lib/certificates.mjs';
import { sleep } from '../lib/eventually.mjs';
import { deliver, Stranger } from '../lib/stranger.mjs';

const piece = Buffer.alloc(64 * 1024, 'x');

function endless(type, start) {
    return (_incoming, outgoing) => {
        outgoing.writeHead(200, { 'content-type': type });
        outgoing.write(start);
        const push = () => {
            while (!outgoing.destroyed && outgoing.write(piece));
            if (!outgoing.destroyed) outgoing.once('drain', push);
        };
        push();
    };
}

export function keyServers(world) {
    let stranger, inbox;

    const behaviours = {
        'never answers': () => {},
        'sends one byte a second': (_incoming, outgoing) => {
            outgoing.writeHead(200, { 'content-type': 'application/activity+json' });
            const timer = setInterval(() => (outgoing.destroyed ? clearInterval(timer) : outgoing.write(' ')), 1000);
            timer.unref();
        },
        'streams for ever': endless('application/activity+json', '{"id":"'),
        'closes at once': (incoming) => incoming.socket.destroy(),
        'redirects to itself': (incoming, outgoing) => outgoing.writeHead(302, { location: incoming.url }).end(),
        'redirects nowhere': (_incoming, outgoing) => outgoing.writeHead(302, { location: 'https://[' }).end(),
        'answers an error': (_incoming, outgoing) => outgoing.writeHead(500).end('no'),
        'answers a page': (_incoming, outgoing) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello'),
        'answers half a document': (_incoming, outgoing) =>
            outgoing.writeHead(200, { 'content-type': 'application/activity+json' }).end('{"id": "https://'),
        'answers a deep document': (_incoming, outgoing) =>
            outgoing.writeHead(200, { 'content-type': 'application/activity+json' }).end('['.repeat(200_000)),
        'answers bytes': (_incoming, outgoing) =>
            outgoing.writeHead(200, { 'content-type': 'application/activity+json' }).end(Buffer.alloc(5000, 0xff)),
        'lies about its length': (_incoming, outgoing) => {
            outgoing.writeHead(200, { 'content-type': 'application/activity+json', 'content-length': '999999' });
            outgoing.write('{}');
            setTimeout(() => outgoing.destroy(), 50).unref();
        },
        'promises a body of 8 exabytes': (_incoming, outgoing) => {
            outgoing.socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\nContent-Length: 9223372036854775807\r\n\r\n{}');
        },
        'speaks no HTTP': (_incoming, outgoing) => outgoing.socket.end('220 mail.example ESMTP\r\n'),
    };

    before(() => {
        ({ stranger, inbox } = world);
    });

    test('deliveries whose key cannot be had fail, while others are served', { timeout: 120_000 }, async () => {
        const waiting = Object.entries(behaviours).map(async ([name, behaviour], index) => {
            const actor = stranger.actor(`odd_${index}`);
            stranger.documents.set(`/users/odd_${index}`, behaviour);
            const answer = await deliver(inbox, actor, stranger.create(actor, stranger.note(actor, name)));
            return [name, answer.status];
        });
        const served = (async () => {
            for (let i = 0; i < 20; ++i) {
                await world.north.assertAlive();
                await world.victim.publish(`Meanwhile ${i}`);
                await sleep(50);
            }
        })();
        await served;
        for (const [name, status] of await Promise.all(waiting))
            assert.ok([401, 503].includes(status), `a server that ${name}: ${status}`);
    });

    test('a server whose certificate nobody vouches for is not believed', async () => {
        const impostor = await Stranger.start('west.localhost', worthlessCertificate());
        const actor = impostor.actor('impostor');
        const answer = await deliver(inbox, actor, impostor.create(actor, impostor.note(actor, 'Believe me.')));
        assert.ok([401, 503].includes(answer.status), `${answer.status}`);
        const found = await world.reader.get(`/api/v2/search?resolve=true&q=${encodeURIComponent(`@${actor.handle}`)}`);
        assert.deepEqual(found.accounts, []);
        assert.deepEqual(impostor.calls, []);
        impostor.close();
    });

    test('posts that cannot be had are not found, and search goes on', { timeout: 120_000 }, async () => {
        const names = Object.keys(behaviours).filter((name) => name !== 'never answers' && name !== 'sends one byte a second');
        for (const [index, name] of names.entries()) {
            stranger.documents.set(`/things/${index}`, behaviours[name]);
            const answer = await world.reader.ask('GET', `/api/v2/search?resolve=true&q=${encodeURIComponent(`${stranger.origin}/things/${index}`)}`);
            assert.equal(answer.status, 200, `${name}: ${answer.status} ${answer.text}`);
            assert.deepEqual(answer.json.statuses, []);
        }
    });

    test('a post that names people of a server that hangs is published, and once', { timeout: 120_000 }, async () => {
        const handles = Array.from({ length: 7 }, (_, index) => `silent${index}@${stranger.domain}`);
        for (const handle of handles) stranger.documents.set(`acct:${handle}`, behaviours['never answers']);
        const text = `Who has tried this? ${handles.map((handle) => `@${handle}`).join(' ')}`;
        const answer = await world.victim.ask('POST', '/api/v1/statuses', { json: { status: text } });
        assert.equal(answer.status, 200, answer.text);
        assert.deepEqual(answer.json.mentions, []);
        const own = await world.victim.get(`/api/v1/accounts/${answer.json.account.id}/statuses?limit=40`);
        assert.equal(own.filter((status) => status.content.includes('Who has tried this?')).length, 1);
    });

    test('a flood of deliveries with a slow key server blocks nobody', { timeout: 120_000 }, async () => {
        const actor = stranger.actor('slow');
        stranger.documents.set('/users/slow', behaviours['never answers']);
        const flood = Array.from({ length: 60 }, (_, index) =>
            deliver(inbox, actor, stranger.create(actor, stranger.note(actor, `${index}`))).then((answer) => answer.status));
        await sleep(200);
        let over = 0;
        for (const one of flood) void one.then(() => ++over);
        await world.north.assertAlive();
        await world.victim.publish('While the flood waits.');
        const honest = stranger.actor('quick');
        const answer = await deliver(inbox, honest, stranger.create(honest, stranger.note(honest, 'Quickly.')));
        assert.ok([202, 503].includes(answer.status), `${answer.status}`);
        assert.ok(over < flood.length, 'others did not wait for the flood');
        for (const status of await Promise.all(flood)) assert.ok([401, 429, 503].includes(status), `${status}`);
    });
}
